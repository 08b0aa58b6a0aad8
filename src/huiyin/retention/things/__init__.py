"""What each kind of thing asks: which ones are due, what speaks against one, who is told, how it is destroyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from huiyin.organisations.models import Organisation
from huiyin.retention.kinds import Kind
from huiyin.retention.rules import Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that has ended. `title`: no word of a person."""

    about: str
    title: str
    ended_on: dt.date


class Thing(Protocol):
    """Each method that writes is a part of an action, inside of its write, and locks the thing."""

    def ended(self, office: Organisation, kind: Kind, until: dt.date, *, archived: bool = False) -> Iterable[Candidate]:
        """Ended by that day, and on no list yet, the oldest first. `archived`: only what the archive has taken over."""
        ...

    def standing(self, about: str, *, archive_first: bool) -> Standing:
        """How it stands now."""
        ...

    def tell(self, about: str, due_on: dt.date, at: dt.datetime) -> None:
        """Whoever has a page of it sees when it will be destroyed, and is told where they asked for it."""
        ...

    def destroy(self, about: str, register: str, at: dt.datetime) -> None:
        """Keys, words, files and packages go, for good; an entry of the ledger says that they did."""
        ...


def of(kind: str) -> Thing:
    """Of one of the `KINDS`."""
    from .announcements import Announcements
    from .cases import Cases
    from .hazards import Hazards
    from .holdings import Holdings

    found: dict[str, type[Thing]] = {"hazard": Hazards, "announcement": Announcements, "holding": Holdings}
    return found.get(kind, Cases)()
