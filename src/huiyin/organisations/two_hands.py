"""Which acts ask for two hands. A room says what its act is, may be done by whom, and does; this room holds the two people apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .access import Actor, Scoped

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from huiyin.kernel.ledger import Committed

    from .models import TwoHands


@dataclass(frozen=True, slots=True)
class Seen:
    """The thing of an act as it stands: what decides who may, where its page is, and what the second person reads.

    `stood`: SHA-256 of it; where it changes between the two hands, the second one confirms nothing. `lines`: what is about to happen.
    """

    thing: Scoped
    address: str
    stood: str
    lines: Sequence[StrOrPromise]


@dataclass(frozen=True, slots=True)
class Act:
    """`see(about)`: None where the thing is gone. `do(row, actor)`: inside of the write that confirms; answers the rows to commit.

    `permission`: of both hands, in the matrix.
    """

    key: str
    permission: str
    title: StrOrPromise
    see: Callable[[str], Seen | None]
    do: Callable[[TwoHands, Actor], Sequence[Committed]]


_acts: dict[str, Act] = {}


def register(act: Act) -> None:
    """Called by a room when it is ready."""
    _acts[act.key] = act


def act_of(key: str) -> Act:
    return _acts[key]
