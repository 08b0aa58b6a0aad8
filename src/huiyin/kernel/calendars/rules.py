"""Counting days, as pure functions over a calendar that is an argument.

The law: days, months and years are those of the solar calendar and the day of the event is not counted (民法典 200, 201);
a month ends on the same-numbered day, or on its last day where there is none (202); a last day that is a rest day gives
way to the day after the rest, and the last day ends at 24:00 (203).
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

Unit = Literal["days", "working-days", "months"]
UNITS: tuple[Unit, ...] = get_args(Unit)
LONGEST = 10_000  # days or months; more is a slip of the keyboard, and would count past every known calendar

Kind = Literal["weekday", "weekend", "holiday", "adjusted", "in-term", "out-of-term"]
_REASONS: dict[Kind, str] = {
    "weekday": "weekday",
    "weekend": "weekend",
    "holiday": "holiday",
    "adjusted": "adjusted working day",
    "in-term": "school day",
    "out-of-term": "school holidays",
}


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """Is it a working day, and why. `name` is the holiday's, as published; `provisional`: no notice for it yet."""

    date: dt.date
    working_day: bool
    kind: Kind
    name: str
    provisional: bool

    @property
    def reason(self) -> str:
        """One stable line for machines; pages use `words.day_reason`."""
        return _reason(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that was passed over in counting or in rolling, and why."""

    date: dt.date
    kind: Kind
    name: str

    @property
    def reason(self) -> str:
        return _reason(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a time limit. `rolled_from` is the last day before it gave way to a working day, if it did."""

    due: dt.date
    provisional: bool
    not_counted: tuple[SkippedDay, ...]
    rolled_from: dt.date | None


class Calendar(Protocol):
    """A region's days. `day` raises BadInput outside of the years that it covers."""

    def day(self, date: dt.date) -> DayAnswer: ...


def due(calendar: Calendar, start: dt.date, length: int, unit: Unit, *, roll: bool = True) -> Due:
    """The last day of `length` `unit` that begin with an event on `start`; the day of the event is not counted.

    `days` and `months` run through rest days, and `roll` moves a last rest day on (民法典 203). `working-days` count
    working days alone, so they end on one; a length of 0 is the day of the event itself.
    """
    check_length(length)
    if unit == "working-days":
        return _count_working_days(calendar, start, length, roll)
    if unit == "days":
        last = add_days(start, length)
    elif unit == "months":
        last = add_months(start, length)
    else:
        raise BadInput("unit", _("“%s” is no unit.") % unit, _("Use one of: %s.") % ", ".join(UNITS))
    return roll_on(calendar, last) if roll else Due(last, False, (), None)


def roll_on(calendar: Calendar, last: dt.date) -> Due:
    """`last`, or the first working day after it when it is a rest day (民法典 203)."""
    day = calendar.day(last)
    provisional, passed = day.provisional, list[SkippedDay]()
    while not day.working_day:
        passed.append(skipped(day))
        day = calendar.day(add_days(day.date, 1))
        provisional |= day.provisional
    return Due(day.date, provisional, tuple(passed), last if passed else None)


def add_months(start: dt.date, months: int) -> dt.date:
    """The same-numbered day `months` later, or the last day of that month where there is none (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise _too_far()
    last = gregorian.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))


def end_of_day(date: dt.date, zone: str) -> dt.datetime:
    """The last second of `date` in `zone` that is still in time (24:00 of the last day, 民法典 203; decision 0001)."""
    return dt.datetime.combine(date, dt.time(23, 59, 59, fold=1), ZoneInfo(zone))


def _count_working_days(calendar: Calendar, start: dt.date, length: int, roll: bool) -> Due:
    if length == 0:
        return roll_on(calendar, start) if roll else Due(start, False, (), None)
    date, left, provisional = start, length, False
    passed: list[SkippedDay] = []
    while left:
        date = add_days(date, 1)
        day = calendar.day(date)
        provisional |= day.provisional
        if day.working_day:
            left -= 1
        else:
            passed.append(skipped(day))
    return Due(date, provisional, tuple(passed), None)


def skipped(day: DayAnswer) -> SkippedDay:
    return SkippedDay(day.date, day.kind, day.name)


def _reason(kind: Kind, name: str) -> str:
    return f"{_REASONS[kind]}: {name}" if name else _REASONS[kind]


def check_length(length: int) -> None:
    """Raises BadInput for what is no whole number from 0 to `LONGEST`."""
    if isinstance(length, bool) or not isinstance(length, int):
        raise BadInput("length", _("“%s” is not a whole number.") % (length,), _("Write a whole number such as 15."))
    if not 0 <= length <= LONGEST:
        remedy = _("Write a number from 0 to %d.") % LONGEST
        raise BadInput("length", _("%d can't be counted.") % length, remedy)


def add_days(date: dt.date, days: int) -> dt.date:
    """Raises BadInput beyond the last date that can be written."""
    try:
        return date + dt.timedelta(days=days)
    except OverflowError:
        raise _too_far() from None


def _too_far() -> BadInput:
    return BadInput(
        "length", _("The last day would lie beyond every calendar."), _("Write an earlier date or a shorter length.")
    )
