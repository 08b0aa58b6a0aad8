"""Who rests on the calendar. Rooms above say so here; the calendar itself imports none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from .rules import Calendar


@dataclass(frozen=True, slots=True)
class Change:
    """A calendar before and after a load; `version` as `tables.version()` names it, empty in a preview."""

    before: Calendar
    after: Calendar
    year: int
    version: str


@dataclass(frozen=True, slots=True)
class Move:
    """A running date that a change moves. `about` is a reference to what it belongs to, `name` the date's own name."""

    about: str
    name: str
    title: str
    old: dt.date
    new: dt.date


class Dependent(Protocol):
    def preview(self, change: Change) -> Iterable[Move]: ...

    def recompute(self, change: Change) -> Iterable[Move]: ...


_dependents: list[Dependent] = []


def register(dependent: Dependent) -> None:
    """Called once, when the room's app is ready."""
    if dependent not in _dependents:
        _dependents.append(dependent)


def preview(change: Change) -> list[Move]:
    return _ask(lambda dependent: dependent.preview(change))


def recompute(change: Change) -> list[Move]:
    return _ask(lambda dependent: dependent.recompute(change))


def _ask(question: Callable[[Dependent], Iterable[Move]]) -> list[Move]:
    return [move for dependent in _dependents for move in question(dependent)]
