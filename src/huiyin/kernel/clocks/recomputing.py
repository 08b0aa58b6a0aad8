"""What a calendar that arrives moves, shown before and done after: the date changes, the old one and the reason stay."""

from __future__ import annotations

import datetime as dt
import time as stopwatch
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.kernel import ledger, store, time
from huiyin.kernel.calendars import dependents, tables
from huiyin.kernel.calendars.china import ChinaCalendar
from huiyin.kernel.calendars.dependents import Change, Move
from huiyin.kernel.calendars.models import LoadedYear

from . import actions, facts, registry, rules, words
from .models import Clock

BATCH = 100
LONGEST_WRITE = 0.035  # seconds
ACTOR = "system:calendar"
_IN_CHINA = Q(region=tables.CHINA) | Q(region__startswith=tables.CHINA + "-")


@dataclass(frozen=True, slots=True)
class Batch:
    """One write's work: how many clocks were looked at, which moved, and the last primary key."""

    looked_at: int
    moves: tuple[Move, ...]
    last: int


class CalendarDependent:
    """The clocks, as the calendar knows them (`calendars.dependents`)."""

    def preview(self, change: Change) -> Iterator[Move]:
        """Which running dates would move. Writes nothing."""
        for clock in resting_on(change).order_by("due_on", "id").iterator(chunk_size=2000):
            new = rules.reckon(change.after, clock.facts).due_on
            if new != clock.due_on:
                yield _move(clock, clock.due_on, new)

    def recompute(self, change: Change) -> list[Move]:
        """Recompute them in short writes, each with its ledger entry."""
        moves: list[Move] = []
        last = 0
        while True:
            batch = recompute_batch(resting_on(change).filter(pk__gt=last), _year(change.year))
            if not batch.looked_at:
                return moves
            last = batch.last
            moves.extend(batch.moves)


def resting_on(change: Change) -> QuerySet[Clock]:
    """Open clocks of mainland China whose date may rest on the changed year, those that were missed by it too.

    Where the year is announced for the first time these are provisional. A correction of a year in force (as in January
    2020) can move settled dates too: all that end in it or after it, and in the December before.
    """
    open_clocks = Clock.objects.filter(_IN_CHINA, ended_at__isnull=True)
    if isinstance(change.before, ChinaCalendar) and change.before.announced(change.year):
        return open_clocks.filter(
            Q(provisional=True) | Q(due_on__year__gte=change.year) | _december_before(change.year)
        )
    return open_clocks.filter(provisional=True)


def stale() -> QuerySet[Clock]:
    """Provisional clocks that were reckoned by an older calendar: an operator's load, or the library's new edition."""
    old = _IN_CHINA & ~Q(calendar_version=tables.version())
    old |= ~_IN_CHINA & ~Q(calendar_version=tables.library_version())
    return Clock.objects.filter(old, provisional=True, ended_at__isnull=True)


def recompute_batch(clocks: QuerySet[Clock], because: str) -> Batch:
    """Recompute the first of `clocks` in one short write: the moved and the settled ones are committed to in one entry."""
    began, now, looked_at, last = stopwatch.monotonic(), time.now(), 0, 0
    changed: list[Clock] = []
    moves: list[Move] = []
    with store.write():
        for clock in clocks.order_by("pk").select_for_update()[:BATCH]:
            old, provisional = clock.due_on, clock.provisional
            _recompute(clock, because)
            looked_at, last = looked_at + 1, clock.pk
            if clock.due_on != old:
                moves.append(_move(clock, old, clock.due_on))
                registry.moved(clock, old, now)
            if clock.due_on != old or clock.provisional != provisional:
                changed.append(clock)
            if stopwatch.monotonic() - began > LONGEST_WRITE:
                break
        if changed:
            ledger.record(verb="clocks.recompute", actor=ACTOR, about=because, at=now, commits=changed)
    return Batch(looked_at, tuple(moves), last)


def _recompute(clock: Clock, because: str) -> None:
    """What was taken for missed, by a date that did not hold, was not: the office was in time, and the calendar late."""
    old = clock.due_on
    actions.reckon(clock)
    if clock.missed_at is not None and rules.in_time(clock.missed_at, clock.due_at):
        clock.missed_at = clock.woken_late_by = None
        actions.reckon(clock)
    if clock.due_on != old:
        clock.moves = [*clock.moves, facts.moved_to_json(facts.Moved(time.now(), old, clock.due_on, because))]
    clock.save(update_fields=(*actions.RECKONED, "moves", "missed_at", "woken_late_by"))


def _move(clock: Clock, old: dt.date, new: dt.date) -> Move:
    return Move(about=clock.about, name=clock.name, title=words.pick(clock.title), old=old, new=new)


def newest_calendar() -> str:
    """Reference of the load that stale clocks wait for, or of all calendars where a new edition came with a release."""
    version = tables.version()
    year = LoadedYear.objects.filter(public_id=version).values_list("year", flat=True).first() if version else None
    return _year(year) if year else "calendar"


def _year(year: int) -> str:
    return f"calendar:{tables.CHINA}-{year}"


def _december_before(year: int) -> Q:
    return Q(due_on__year=year - 1, due_on__month=12)


def register() -> None:
    """Called when the app is ready."""
    dependents.register(CalendarDependent())
