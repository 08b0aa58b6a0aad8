"""Typed errors. Each says what happened, where, and what to do; it is raised early and shown once."""

from __future__ import annotations

import traceback
from pathlib import Path

FULL_WIDTH_ENDS = tuple("。！？；：”’）》】")  # these bring their own gap


class HuiyinError(Exception):
    """Something that a person must be told. `message` says what happened, `remedy` what to do; `sentences` both."""

    def __init__(self, message: object, remedy: object = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    @property
    def sentences(self) -> str:
        return in_sentences(self.message, self.remedy)

    def __str__(self) -> str:
        return self.sentences


class BadInput(HuiyinError):
    """The input can't be used. `place` names the field, file and line, or row and column."""

    def __init__(self, place: str, message: object, remedy: object = "") -> None:
        super().__init__(message, remedy)
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.sentences}"


class Refused(HuiyinError):
    """The asker may not, or the thing is not there: one answer for both, so that neither can be told from the other."""

    def __init__(self, message: object = "Not found.", remedy: object = "") -> None:
        super().__init__(message, remedy)


class Conflict(HuiyinError):
    """Somebody was faster. What was typed is kept; the message says what changed meanwhile."""


class Unavailable(HuiyinError):
    """The machine can't take it just now (disk full, read-only, locked). Nothing was acknowledged, nothing is lost."""


class Waiting(HuiyinError):
    """Very many at once: a place in line, after which the same form goes through. Nothing that was written is lost.

    `place`: what the form carries. `seconds` until its turn, with so many `before` it. `nonce`, `bits`, `parts`: the sum
    that makes it shorter where script runs. `again`: address of a page that shows the same, for forms in which
    nothing was written yet; `action`: where the form goes from there.
    """

    def __init__(
        self, message: object, *, place: str, nonce: str, bits: int, parts: int, seconds: int, before: int
    ) -> None:
        super().__init__(message)
        self.place, self.nonce, self.bits, self.parts = place, nonce, bits, parts
        self.seconds, self.before = seconds, before
        self.again = self.action = ""
        self.fields: list[tuple[str, str]] | None = None


def in_sentences(*said: object) -> str:
    """One after the other; between Chinese sentences there is no space."""
    whole = ""
    for one in filter(None, map(str, said)):
        whole += f" {one}" if whole and not whole.endswith(FULL_WIDTH_ENDS) else one
    return whole


def described(error: BaseException) -> str:
    """Kind and place of an error, for logs: enough to find it. Never its text, which may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"[:200]
