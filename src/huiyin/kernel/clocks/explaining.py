"""How a date came about, part by part in the order in which it is shown; the same for staff and petitioner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from huiyin.kernel import time
from huiyin.kernel.calendars.rules import SkippedDay

from . import facts, rules
from .facts import Extension, Moved, Pause, Unit, Words
from .models import Clock, Status


@dataclass(frozen=True, slots=True)
class Starts:
    """The event and its day, which is not counted (hours run from `at`)."""

    at: dt.datetime
    on: dt.date
    fact: Words


@dataclass(frozen=True, slots=True)
class LengthPart:
    """`plain_on`: where the length alone would end. `limited`: the lawful length is shorter and holds."""

    number: int
    unit: Unit
    plain_on: dt.date
    limited: bool


@dataclass(frozen=True, slots=True)
class DuePart:
    """`rolled_from`: the rest day that gave way. `inner_on`: the working day before. `moves`: by calendars that arrived."""

    on: dt.date
    at: dt.datetime
    provisional: bool
    rolled_from: dt.date | None
    inner_on: dt.date
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class MetPart:
    """What became of it. `missed_at`: when the miss was recorded. `late`, and by how many days: met late or still owed.

    `machine_late`: so much later than it had to the machine noticed the miss; what follows from it came late by the machine.
    """

    status: str
    late: bool
    met_at: dt.datetime | None
    ended_at: dt.datetime | None
    missed_at: dt.datetime | None
    late_days: int
    machine_late: dt.timedelta | None


@dataclass(frozen=True, slots=True)
class LawPart:
    """`own_rule`: the office's own number. `verified`: S (seen in the text), I (inferred), U (unverified)."""

    law: Words
    article: str
    verified: str
    own_rule: bool


@dataclass(frozen=True, slots=True)
class Derivation:
    """Every part is there, also when there is nothing to tell."""

    public_id: str
    name: str
    title: Words
    zone: str
    starts: Starts
    length: LengthPart
    not_counted: tuple[SkippedDay, ...]
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    due: DuePart
    met: MetPart
    consequence: Words
    law: LawPart


def derivation(clock: Clock, now: dt.datetime | None = None) -> Derivation:
    """As the clock was reckoned. `now` (the present by default): for how late a date is that is still owed."""
    now = now or time.now()
    zone = ZoneInfo(clock.zone)
    known = clock.facts
    reckoned = clock.reckoned
    return Derivation(
        public_id=clock.public_id,
        name=clock.name,
        title=clock.title,
        zone=clock.zone,
        starts=Starts(clock.started_at, clock.started_at.astimezone(zone).date(), clock.start_fact),
        length=LengthPart(clock.length, known.unit, reckoned.plain_on, reckoned.limited),
        not_counted=reckoned.not_counted,
        pauses=known.pauses,
        extensions=known.extensions,
        due=DuePart(
            on=clock.due_on,
            at=clock.due_at,
            provisional=clock.provisional and clock.is_open,
            rolled_from=reckoned.rolled_from,
            inner_on=reckoned.inner_on,
            moves=tuple(map(facts.moved_from_json, clock.moves)),
        ),
        met=MetPart(
            status=clock.status,
            late=is_late(clock, now),
            met_at=clock.met_at,
            ended_at=clock.ended_at,
            missed_at=clock.missed_at,
            late_days=late_days(clock, now),
            machine_late=machine_late(clock),
        ),
        consequence=clock.consequence,
        law=LawPart(clock.law, clock.article, clock.verified, clock.own_rule),
    )


def is_late(clock: Clock, now: dt.datetime) -> bool:
    """Done too late, or owed beyond its day. What was done in time and only recorded later is not late."""
    if clock.met_at is not None:
        return not rules.in_time(clock.met_at, clock.due_at)
    if clock.status == Status.RUNNING:
        return not rules.in_time(now, clock.due_at)
    return clock.missed_at is not None


def late_days(clock: Clock, now: dt.datetime) -> int:
    """Calendar days after the last day; 0 in time, and 0 for hours that ended on their day."""
    if not is_late(clock, now):
        return 0
    end = clock.met_at or clock.ended_at or now
    return max(0, (end.astimezone(ZoneInfo(clock.zone)).date() - clock.due_on).days)


def machine_late(clock: Clock) -> dt.timedelta | None:
    """How late the machine was; None where it came by in time, or nothing was missed. A few seconds are its usual round."""
    late = dt.timedelta(seconds=clock.woken_late_by or 0)
    return late if late >= rules.MACHINE_IS_LATE else None
