"""What every gateway answers to, and what a failure means."""

from __future__ import annotations

import enum
from typing import Protocol

from huiyin.kernel.outbox.letters import Letter
from huiyin.kernel.outbox.models import Failure, Notice


class Weight(enum.Enum):
    """What failed: this try, the gateway for everybody, or this notice on this way for good."""

    PASSING = "passing"
    OUTAGE = "outage"
    PERMANENT = "permanent"


FAILURES = {
    Weight.PASSING: Failure.LATER,
    Weight.OUTAGE: Failure.UNREACHABLE,
    Weight.PERMANENT: Failure.REFUSED,
}


class SendError(Exception):
    """A try failed. `reason` is ours or a class and a code, never the gateway's own text: that may quote the address."""

    def __init__(self, weight: Weight, reason: str, failure: Failure | None = None) -> None:
        super().__init__(reason)
        self.weight = weight
        self.failure = failure or FAILURES[weight]
        self.reason = reason

    @property
    def asked(self) -> bool:
        """Whether it was the gateway that said no."""
        return self.failure in (Failure.LATER, Failure.REFUSED)


class Gateway(Protocol):
    """Open it, send some, close it; each raises `SendError` and nothing else."""

    def open(self) -> None: ...

    def send(self, notice: Notice, letter: Letter, address: str) -> str:
        """Give it to the next hand; answers the name under which it went, the same for every try."""
        ...

    def close(self) -> None: ...
