"""What a room does when a clock of its subjects strikes. Registered once, when the room's app is ready.

The functions run in the sweep's transaction, with the clock as it stands, and must be quick: rows, ledger, outbox. What
one raises undoes its own part alone and is tried again later, so it must not keep anything outside of the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .models import Clock

    Struck = Callable[[Clock, dt.datetime], None]
    HasMoved = Callable[[Clock, dt.date, dt.datetime], None]

F = TypeVar("F")
_on_miss: dict[str, Struck] = {}
_on_remind: dict[str, Struck] = {}
_on_move: dict[str, HasMoved] = {}


def on_miss(subject_kind: str, function: Struck) -> None:
    """`function(clock, at)`: the consequence of a missed clock, once in effect. `clock.missed_at` is set already."""
    _register(_on_miss, subject_kind, function)


def on_remind(subject_kind: str, function: Struck) -> None:
    """`function(clock, at)`: a reminder is due. Reminders that a standstill joined come as one."""
    _register(_on_remind, subject_kind, function)


def on_move(subject_kind: str, function: HasMoved) -> None:
    """`function(clock, old_due_on, at)`: a calendar moved the date, which people must be told."""
    _register(_on_move, subject_kind, function)


def missed(clock: Clock, at: dt.datetime) -> None:
    if function := _on_miss.get(clock.subject_kind):
        function(clock, at)


def remind(clock: Clock, at: dt.datetime) -> None:
    if function := _on_remind.get(clock.subject_kind):
        function(clock, at)


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    if function := _on_move.get(clock.subject_kind):
        function(clock, old, at)


def _register(known: dict[str, F], subject_kind: str, function: F) -> None:
    if known.setdefault(subject_kind, function) is not function:
        raise ValueError(f"{subject_kind} has a function already; a subject has one consequence")
