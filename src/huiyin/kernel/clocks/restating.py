"""A running clock by other facts: the school's terms arrived, or the procedure was corrected.

The start, the pauses and the extensions stay. The date is reckoned anew; the former one and the reason stay with the clock.
"""

from __future__ import annotations

import datetime as dt
import time as stopwatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import QuerySet

from huiyin.kernel import ledger, store, time
from huiyin.kernel.calendars import tables
from huiyin.kernel.calendars.dependents import Move

from . import actions, facts, registry, rules
from .facts import Facts, Moved, Reckoning, Reminder, Term
from .models import Clock
from .recomputing import BATCH, LONGEST_WRITE
from .words import pick

WORDS: Final = ("name", "title", "law", "article", "verified", "own_rule", "waits_on", "consequence")
COUNTING: Final = ("length", "unit", "roll", "ceiling", "terms")


def expected(clock: Clock, wanted: Facts) -> Reckoning:
    """The date that `restate` would give. Writes nothing; raises BadInput for what can't be counted together."""
    return rules.reckon(tables.snapshot(clock.region)[0], wanted)


def restate(
    clock: Clock,
    *,
    at: dt.datetime,
    because: str,
    wanted: Facts | None = None,
    words: Mapping[str, Any] | None = None,
    reminders: Iterable[Reminder] | None = None,
) -> Clock:
    """Part of an action, which commits the clock. `words`: any of `WORDS`; `because`: a reference, for the derivation.

    A miss is a fact: the date of a missed clock stays, only its words change.
    """
    actions._open(clock)
    for name, value in (words or {}).items():
        if name not in WORDS:
            raise TypeError(f"{name} is none of the words of a clock")
        setattr(clock, name, value)
    if clock.missed_at is None:
        if reminders is not None:
            clock.reminders = [[reminder.before, reminder.unit] for reminder in reminders]
        _count_by(clock, wanted or clock.facts, at, because)
    return actions._save(clock, *WORDS, *COUNTING, "reminders", "moves", *actions.RECKONED)


def _count_by(clock: Clock, wanted: Facts, at: dt.datetime, because: str) -> None:
    old = clock.due_on
    clock.length, clock.unit, clock.roll = wanted.length, wanted.unit, wanted.roll
    clock.ceiling = [wanted.ceiling.length, wanted.ceiling.unit] if wanted.ceiling else None
    clock.terms = [facts.term_to_json(term) for term in wanted.terms]
    actions.reckon(clock)
    if clock.due_on != old:
        clock.moves = [*clock.moves, facts.moved_to_json(Moved(at, old, clock.due_on, because))]


@dataclass(frozen=True, slots=True)
class Batch:
    """One write's work: which clocks moved, the last primary key (0: nothing was left)."""

    moves: tuple[Move, ...]
    last: int


def retermed(clocks: QuerySet[Clock], terms: Sequence[Term]) -> Iterator[Move]:
    """Which of `clocks` (in school days) would move by these terms. Writes nothing."""
    for clock in _in_school_days(clocks).iterator(chunk_size=2000):
        due = expected(clock, replace(clock.facts, terms=tuple(terms))).due_on
        if due != clock.due_on:
            yield _move(clock, clock.due_on, due)


def reterm_batch(clocks: QuerySet[Clock], terms: Sequence[Term], *, because: str, after: int) -> Batch:
    """Count the first of `clocks` beyond `after` by these terms, in one short write with its ledger entry."""
    began, now, last = stopwatch.monotonic(), time.now(), 0
    wanted = [facts.term_to_json(term) for term in terms]
    changed: list[Clock] = []
    moves: list[Move] = []
    with store.write():
        for clock in _in_school_days(clocks).filter(pk__gt=after).order_by("pk").select_for_update()[:BATCH]:
            last, old = clock.pk, clock.due_on
            if clock.terms == wanted:
                continue
            changed.append(restate(clock, at=now, because=because, wanted=replace(clock.facts, terms=tuple(terms))))
            if clock.due_on != old:
                moves.append(_move(clock, old, clock.due_on))
                registry.moved(clock, old, now)
            if stopwatch.monotonic() - began > LONGEST_WRITE:
                break
        if changed:
            ledger.record(verb="clocks.recompute", actor="system:terms", about=because, at=now, commits=changed)
    return Batch(tuple(moves), last)


def _in_school_days(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    return clocks.filter(unit="school-days", ended_at__isnull=True, missed_at__isnull=True)


def _move(clock: Clock, old: dt.date, new: dt.date) -> Move:
    return Move(about=clock.about, name=clock.name, title=pick(clock.title), old=old, new=new)
