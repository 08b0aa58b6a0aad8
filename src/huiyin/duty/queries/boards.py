"""Who is there now, who comes next, where somebody is missing, and a month day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.duty import rules, weighing
from huiyin.duty.actions import parts
from huiyin.duty.models import Roster, RosterStatus, Seat, Shift
from huiyin.duty.rules import Lacks
from huiyin.kernel import calendars, time
from huiyin.kernel.calendars.rules import DayAnswer
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.organisations.watch import Watcher

AHEAD = 14  # days in which gaps are shown
WEEK = 7
WITH = ("kind", "qualification", "organisation", "roster")


@dataclass(frozen=True, slots=True)
class Line:
    """A shift with who sits on it and what it lacks."""

    shift: Shift
    seats: tuple[Seat, ...]
    lacks: Lacks

    @property
    def leader(self) -> Seat | None:
        return next((one for one in self.seats if one.leads), None)

    @property
    def people(self) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if not one.leads)


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its shifts; `rest`: no working day."""

    date: dt.date
    answer: DayAnswer
    lines: tuple[Line, ...]

    @property
    def rest(self) -> bool:
        return not self.answer.working_day

    @property
    def gap(self) -> bool:
        return any(line.lacks for line in self.lines)


@dataclass(frozen=True, slots=True)
class Now:
    """`uncovered`: the first of the next days that no published roster covers."""

    office: Organisation
    at: dt.datetime
    current: tuple[Line, ...]
    coming: tuple[Line, ...]  # the next ones that begin together
    gaps: tuple[Line, ...]
    week: tuple[Day, ...]
    uncovered: dt.date | None
    rosters: int


def office_of(actor: Actor, public_id: str = "") -> Organisation:
    """The own office, or one below for who reads those; `Refused` otherwise."""
    if not public_id:
        return own_office(actor, "parent")
    office = Organisation.objects.select_related("parent").filter(public_id=public_id).first()
    if office is None:
        raise Refused
    require(actor, "duty_read", Place(office.pk, office.path))
    return office


def now(actor: Actor, office_id: str = "") -> Now:
    """The page that says who is there."""
    office, at = office_of(actor, office_id), time.now()
    today = at.astimezone(time.zone_of(office.zone)).date()
    lines = lines_of(office, today - dt.timedelta(days=2), today + dt.timedelta(days=AHEAD))
    later = [one for one in lines if one.shift.begins_at > at]
    first = min((one.shift.begins_at for one in later), default=None)
    rosters = Roster.objects.filter(organisation=office, status=RosterStatus.PUBLISHED)
    periods = list(rosters.values_list("first_day", "last_day"))
    return Now(
        office=office, at=at, current=tuple(one for one in lines if one.shift.begins_at <= at < one.shift.ends_at),
        coming=tuple(one for one in later if one.shift.begins_at == first),
        gaps=tuple(one for one in lines if one.lacks and one.shift.ends_at > at), week=days_of(office, lines, today, WEEK),
        uncovered=rules.uncovered(today, AHEAD, periods) if periods else None, rosters=len(periods),
    )  # fmt: skip


def month(office: Organisation, first: dt.date, roster: Roster | None = None) -> tuple[tuple[Day | None, ...], ...]:
    """Weeks from Monday to Sunday; None stands for a day of another month."""
    after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    length = (after - first).days
    days = days_of(office, lines_of(office, first, after, roster), first, length)
    padded = [*([None] * first.weekday()), *days]
    padded += [None] * (-len(padded) % WEEK)
    return tuple(tuple(padded[start : start + WEEK]) for start in range(0, len(padded), WEEK))


def on_watch(office: Organisation, at: dt.datetime) -> list[Watcher]:
    """For `organisations.watch`: the posts of who sits on a shift of a published roster at this moment and is not away."""
    running = Shift.objects.filter(
        organisation=office, roster__status=RosterStatus.PUBLISHED, begins_at__lte=at, ends_at__gt=at
    ).select_related("organisation")
    seats = [one for row in weighing.seats_of(running).values() for one in row if one.there]
    return [Watcher(one.member.appointment.post.reference, one.leads) for one in seats]


def lines_of(office: Organisation, first: dt.date, last: dt.date, roster: Roster | None = None) -> tuple[Line, ...]:
    """Shifts that begin on these days: of what is published, or of one roster."""
    found = Shift.objects.filter(organisation=office, on__gte=first, on__lte=last).select_related(*WITH)
    found = found.filter(roster=roster) if roster else found.filter(roster__status=RosterStatus.PUBLISHED)
    return with_seats(found.order_by("begins_at", "id"))


def with_seats(shifts: Iterable[Shift]) -> tuple[Line, ...]:
    rows = list(shifts)
    seats = weighing.seats_of(rows)
    return tuple(
        Line(one, tuple(seats.get(one.pk, ())), rules.lacks(weighing.needs_of(one, seats.get(one.pk, ()))))
        for one in rows
    )


def days_of(office: Organisation, lines: Iterable[Line], first: dt.date, number: int) -> tuple[Day, ...]:
    known = list(lines)
    found = []
    for offset in range(number):
        on = first + dt.timedelta(days=offset)
        found.append(
            Day(on, calendars.working_day(on, office.region), tuple(one for one in known if one.shift.on == on))
        )
    return tuple(found)


def waiting(actor: Actor) -> Count:
    """For the rail: gaps and rosters that this post owes."""
    return Count(_waiting, (actor.reference,))


def _waiting(reference: str) -> list[QuerySet[Any, Any]]:
    return [Clock.objects.filter(owner=reference, ended_at=None, subject_kind__in=(parts.SHIFT, parts.ROSTER))]
