"""What is decided about duty: which kinds hold on a day, from when to when, what a shift lacks, and who can't sit on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

# No law for a school's duty has these numbers: they are proposals, and the office's own.
REST_HOURS, REST_KEY = 12, "duty:rest"
GAP_DAYS, GAP_KEY = 3, "duty:gap"
NEXT_DAYS, NEXT_KEY = 7, "duty:next"
HERE_MINUTES, HERE_KEY = 15, "duty:here"
HANDOVER_MINUTES, HANDOVER_KEY = 60, "duty:handover"
EARLY = dt.timedelta(hours=1)  # before it begins somebody can say that they are there
LONGEST_ROSTER = 200  # days: a term
MOST_PEOPLE = 20  # on one shift

Why = Literal["here", "part", "rest", "away", "apart", "full", "leader", "training"]


class HoldsOn(Protocol):
    """What of a kind of shift says on which days it holds."""

    @property
    def days(self) -> Collection[str]: ...
    @property
    def from_on(self) -> dt.date | None: ...
    @property
    def until_on(self) -> dt.date | None: ...


K = TypeVar("K", bound=HoldsOn)


@dataclass(frozen=True, slots=True)
class Span:
    begins_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who may sit somewhere. `busy`: spans of the shifts that this person has; `away`: days on which they are not there."""

    key: int
    post: int
    leads: bool
    serves: bool
    qualified: frozenset[str] = frozenset()
    busy: tuple[Span, ...] = ()
    away: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What a shift needs, and who sits there: (person, whether in charge)."""

    span: Span
    people: int
    leader: bool
    qualification: str = ""
    seated: tuple[tuple[Person, bool], ...] = ()
    days: tuple[dt.date, ...] = field(default=())  # that it touches, in the office's zone


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a shift is short of."""

    leader: bool = False
    people: int = 0
    qualification: bool = False

    def __bool__(self) -> bool:
        return self.leader or self.people > 0 or self.qualification

    @property
    def empty_seats(self) -> int:
        return self.people + self.leader


def kind_of_day(kind: str) -> str:
    """The calendar's word for a day -> one of the three kinds of day."""
    return {"weekend": "weekend", "holiday": "holiday"}.get(kind, "working")


def holding(kinds: Iterable[K], on: dt.date, day: str) -> list[K]:
    """The kinds of shift of a day. Where a special period holds, its kinds stand in the place of the ordinary ones."""
    known = list(kinds)
    special = [
        one
        for one in known
        if one.from_on is not None and one.until_on is not None and one.from_on <= on <= one.until_on
    ]
    ordinary = [one for one in known if one.from_on is None]
    return [one for one in (special or ordinary) if day in one.days]


def span(on: dt.date, begins: dt.time, ends: dt.time, zone: str) -> Span:
    """From when to when; a shift that does not end after it begins ends on the next day."""
    there = ZoneInfo(zone)
    last = on if ends > begins else on + dt.timedelta(days=1)
    return Span(
        dt.datetime.combine(on, begins, there).astimezone(dt.UTC),
        dt.datetime.combine(last, ends, there).astimezone(dt.UTC),
    )


def days_of(span: Span, zone: str) -> tuple[dt.date, ...]:
    """The days that it touches."""
    there = ZoneInfo(zone)
    first = span.begins_at.astimezone(there).date()
    last = (span.ends_at - dt.timedelta(seconds=1)).astimezone(there).date()
    return tuple(first + dt.timedelta(days=one) for one in range((last - first).days + 1))


def lacks(needs: Needs) -> Lacks:
    """What is missing. A qualification counts as missing only where all seats are taken and nobody has it."""
    leaders = sum(leads for _person, leads in needs.seated)
    people = len(needs.seated) - leaders
    short = Lacks(needs.leader and not leaders, max(needs.people - people, 0))
    qualified = not needs.qualification or any(needs.qualification in one.qualified for one, _leads in needs.seated)
    return Lacks(short.leader, short.people, qualification=not qualified)


def too_close(one: Span, other: Span, rest: dt.timedelta) -> bool:
    """Whether the two overlap, or less than the rest lies between them."""
    return one.begins_at < other.ends_at + rest and other.begins_at < one.ends_at + rest


def away(periods: Iterable[tuple[dt.date, dt.date]], days: Collection[dt.date]) -> bool:
    """Whether one of these days lies in a period on which somebody is not available."""
    return any(first <= day <= last for first, last in periods for day in days)


def why_not(
    person: Person, needs: Needs, *, leads: bool, rest: dt.timedelta, apart: Collection[frozenset[int]] = ()
) -> Why | None:
    """The first hard rule against it; None: they can."""
    if any(one.key == person.key for one, _leads in needs.seated):
        return "here"
    if leads and any(in_charge for _one, in_charge in needs.seated):
        return "leader"
    if not (person.leads if leads else person.serves):
        return "part"
    if away(person.away, needs.days):
        return "away"
    if any(too_close(needs.span, one, rest) for one in person.busy):
        return "rest"
    if any(frozenset({person.post, one.post}) in apart for one, _leads in needs.seated):
        return "apart"
    return "full" if not leads and sum(not one for _person, one in needs.seated) >= needs.people else None


def moment_of(at: dt.time, span: Span, zone: str) -> dt.datetime | None:
    """A time of day as a moment of the shift or the hour before it; None where the shift has no such time."""
    there = ZoneInfo(zone)
    low = span.begins_at - EARLY
    for day in (low.astimezone(there).date(), *days_of(span, zone)):
        moment = dt.datetime.combine(day, at, there).astimezone(dt.UTC)
        if low <= moment <= span.ends_at + EARLY:
            return moment
    return None


def free_days(first: dt.date, last: dt.date, taken: Iterable[tuple[dt.date, dt.date]]) -> bool:
    """Whether no other period lies in it."""
    return not any(begin <= last and first <= end for begin, end in taken)


def uncovered(day: dt.date, ahead: int, periods: Sequence[tuple[dt.date, dt.date]]) -> dt.date | None:
    """The first of the next days that no period covers; None where all are covered."""
    for number in range(ahead + 1):
        on = day + dt.timedelta(days=number)
        if not any(first <= on <= last for first, last in periods):
            return on
    return None
