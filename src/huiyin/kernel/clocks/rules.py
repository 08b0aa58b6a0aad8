"""How a clock's date is reckoned, and what may be done to it: pure functions over facts and a calendar.

Days: the day of the event is not counted (民法典 201), and neither is a day at whose end the clock stood still: a pause
that begins and ends on one day gives nothing, and the day on which it ends counts. An extension is counted on from the
last day as it was before a rest day moved it, so that 60 days and 30 more are 90. Only the end is rolled (203), and never
into a pause. Hours and minutes run from the moment (201) and do not roll. `immediate` is owed on the very day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from huiyin.kernel.calendars.rules import (
    Calendar,
    DayAnswer,
    SkippedDay,
    add_days,
    add_months,
    check_length,
    end_of_day,
    skipped,
)
from huiyin.kernel.errors import BadInput, HuiyinError

from .facts import MOMENTS, UNITS, Allowance, Extension, Facts, Length, Pause, Reckoning, Reminder, Term, Unit

REMIND_AT = dt.time(8, 0)  # in the office's zone: when people come in
ONE_SECOND = dt.timedelta(seconds=1)
MACHINE_IS_LATE = dt.timedelta(minutes=5)  # the sweep comes by each second


class CannotExtend(HuiyinError):
    """The procedure does not allow this extension. `why`: status, late, times, length, unit, reason or approval."""

    def __init__(self, why: str, message: object, remedy: object = "") -> None:
        super().__init__(message, remedy)
        self.why = why


def reckon(calendar: Calendar, facts: Facts) -> Reckoning:
    """The last day and moment that `facts` give by `calendar`. Raises BadInput for what can't be counted."""
    _check(facts)
    return _reckon_moment(calendar, facts) if facts.unit in MOMENTS else _reckon_days(calendar, facts)


def counts_moments(facts: Facts) -> bool:
    """Whether the moment of the start decides, not its day alone."""
    return facts.unit in MOMENTS or (facts.ceiling is not None and facts.ceiling.unit in MOMENTS)


def in_time(at: dt.datetime, due_at: dt.datetime) -> bool:
    """Whole seconds are compared: the last second is in time (decision 0001)."""
    return at.replace(microsecond=0) <= due_at


def missed_from(due_at: dt.datetime) -> dt.datetime:
    """The first moment that is too late."""
    return due_at + ONE_SECOND


def check_extension(
    *,
    facts: Facts,
    due_at: dt.datetime,
    is_open: bool,
    extension: Extension,
    allowance: Allowance | None,
    at: dt.datetime,
) -> None:
    """Raise CannotExtend unless the procedure allows `extension` now. A date that has passed can't be extended."""
    if not is_open:
        raise CannotExtend("status", _("This time limit is closed."))
    if not in_time(at, due_at):
        raise CannotExtend("late", _("The day has passed already."), _("Answer, and say why it is late."))
    if allowance is None:
        raise CannotExtend("times", _("This time limit can't be extended."))
    if not extension.reason.strip():
        raise CannotExtend("reason", _("The reason is missing."), _("Write it for the person who waits."))
    if not extension.approved_by:
        raise CannotExtend("approval", _("The approval is missing."), _("Ask the post that may approve it."))
    if len(facts.extensions) >= allowance.times:
        raise CannotExtend("times", _("It was extended as often as is allowed."))
    _check_extension_length(facts, extension, allowance)


def reminder_moments(
    calendar: Calendar, reckoning: Reckoning, reminders: Iterable[Reminder], zone: str
) -> list[dt.datetime]:
    """When to remind, earliest first."""
    return sorted({_reminder_moment(calendar, reckoning, reminder, zone) for reminder in reminders})


def next_wake(due_at: dt.datetime, reminders: Iterable[dt.datetime], reminded_until: dt.datetime) -> dt.datetime:
    """When the sweep must look next: at the next reminder, else when the last moment has passed."""
    end = missed_from(due_at)
    return min((moment for moment in reminders if reminded_until < moment < end), default=end)


def retry_after(failures: int) -> dt.timedelta:
    """1 minute after the first failure, doubled each time, at most 1 hour."""
    return min(dt.timedelta(minutes=2 ** min(failures - 1, 10)), dt.timedelta(hours=1))


@dataclass(slots=True)
class _Count:
    """One way through the calendar: what it passed over, and whether a day that it asked for is provisional."""

    calendar: Calendar
    still: Container[dt.date]
    terms: tuple[Term, ...]
    passed: list[SkippedDay] = field(default_factory=list)
    provisional: bool = False

    def on(self, date: dt.date, length: int, unit: Unit) -> dt.date:
        """The last of `length` days after `date` that count in `unit`."""
        if unit == "months":
            return self._months(date, length)
        left = length
        while left:
            date = add_days(date, 1)
            if date not in self.still and (unit == "days" or self._counts(date, unit)):
                left -= 1
        return date

    def roll(self, last: dt.date) -> dt.date:
        """`last`, or the first day after it that is a working day and lies in no pause."""
        while last in self.still or not self._counts(last, "working-days"):
            last = add_days(last, 1)
        return last

    def _months(self, date: dt.date, length: int) -> dt.date:
        last = add_months(date, length)
        between = (add_days(date, number) for number in range(1, (last - date).days + 1))
        return self.on(last, sum(day in self.still for day in between), "days")

    def _counts(self, date: dt.date, unit: Unit) -> bool:
        day = self.calendar.day(date)
        if unit == "school-days":
            day = school_day(day, self.terms)
        self.provisional |= day.provisional
        if not day.working_day:
            self.passed.append(skipped(day))
        return day.working_day


def school_day(day: DayAnswer, terms: tuple[Term, ...]) -> DayAnswer:
    """A working day inside a term. After the last known term every working day counts, provisionally."""
    if not day.working_day:
        return day
    if any(term.first <= day.date <= term.last for term in terms):
        return replace(day, kind="in-term")
    if day.date > max((term.last for term in terms), default=dt.date.min):
        return replace(day, provisional=True)
    return replace(day, working_day=False, kind="out-of-term")


def _reckon_days(calendar: Calendar, facts: Facts) -> Reckoning:
    start = facts.start.astimezone(ZoneInfo(facts.zone)).date()
    still = _still_days(facts)
    count, last, limited = _lawful_last(calendar, facts, start, still)
    for extension in facts.extensions:
        last = count.on(last, extension.length, extension.unit)
    due = count.roll(last) if facts.roll and facts.unit != "immediate" else last
    plain = replace(facts, pauses=(), extensions=())
    return Reckoning(
        due_on=due,
        due_at=end_of_day(due, facts.zone).astimezone(dt.UTC),
        provisional=count.provisional,
        plain_on=_lawful_last(calendar, plain, start, frozenset())[1],
        rolled_from=last if due != last else None,
        inner_on=_working_days_before(calendar, due, 1),
        not_counted=tuple(dict.fromkeys(count.passed)),
        limited=limited,
    )


def _lawful_last(
    calendar: Calendar, facts: Facts, start: dt.date, still: Container[dt.date]
) -> tuple[_Count, dt.date, bool]:
    """The last day before extensions: by the clock's own length, or by the ceiling where that ends earlier."""
    own = _Count(calendar, still, facts.terms)
    last = own.on(start, _days_of(Length(facts.length, facts.unit)), facts.unit)
    if facts.ceiling is None:
        return own, last, False
    lawful = _Count(calendar, still, facts.terms)
    if facts.ceiling.unit in MOMENTS:  # the day in which the lawful hours end
        end = facts.start.astimezone(dt.UTC) + facts.ceiling.length * MOMENTS[facts.ceiling.unit]
        lawful_last = end.astimezone(ZoneInfo(facts.zone)).date()
    else:
        lawful_last = lawful.on(start, _days_of(facts.ceiling), facts.ceiling.unit)
    if lawful_last < last:
        lawful.provisional |= own.provisional  # which of the two ends earlier rests on both
        return lawful, lawful_last, True
    own.provisional |= lawful.provisional
    return own, last, False


def _days_of(length: Length) -> int:
    return 0 if length.unit == "immediate" else length.length


def _reckon_moment(calendar: Calendar, facts: Facts) -> Reckoning:
    """By the hour or minute; where a lawful ceiling in days ends earlier, by that."""
    span, limited = facts.length * MOMENTS[facts.unit], False
    if facts.ceiling is not None and facts.ceiling.unit in MOMENTS:
        most = facts.ceiling.length * MOMENTS[facts.ceiling.unit]
        span, limited = min(span, most), most < span
    elif facts.ceiling is not None:
        lawful = replace(facts, length=facts.ceiling.length, unit=facts.ceiling.unit, ceiling=None, extensions=())
        by_days, by_moment = _reckon_days(calendar, lawful), _reckon_moment(calendar, replace(facts, ceiling=None))
        return replace(by_days, limited=True) if by_days.due_at < by_moment.due_at else by_moment
    start = facts.start.astimezone(dt.UTC)  # not on the wall's clock, which summer time moves
    plain = start + span
    due = plain + sum(extension.length for extension in facts.extensions) * MOMENTS[facts.unit]
    for since, until in _merged(facts.pauses):
        if since <= due:
            due += max(until - max(since, start), dt.timedelta(0))
    zone = ZoneInfo(facts.zone)
    due_on = due.astimezone(zone).date()
    return Reckoning(
        due_on=due_on,
        due_at=due.astimezone(dt.UTC),
        provisional=False,
        plain_on=plain.astimezone(zone).date(),
        rolled_from=None,
        inner_on=due_on,
        not_counted=(),
        limited=limited,
    )


def _still_days(facts: Facts) -> frozenset[dt.date]:
    """Days at whose end the clock stood still. An open pause takes nothing yet: its days are known when it ends."""
    zone = ZoneInfo(facts.zone)
    days: set[dt.date] = set()
    for since, until in _merged(facts.pauses):
        first, end = since.astimezone(zone).date(), until.astimezone(zone).date()
        days.update(add_days(first, number) for number in range((end - first).days))
    return frozenset(days)


def _merged(pauses: Iterable[Pause]) -> list[tuple[dt.datetime, dt.datetime]]:
    merged: list[tuple[dt.datetime, dt.datetime]] = []
    ended = ((pause.since.astimezone(dt.UTC), pause.until.astimezone(dt.UTC)) for pause in pauses if pause.until)
    for since, until in sorted(ended):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged


def _reminder_moment(calendar: Calendar, reckoning: Reckoning, reminder: Reminder, zone: str) -> dt.datetime:
    if reminder.unit == "hours":
        return reckoning.due_at - dt.timedelta(hours=reminder.before)
    if reminder.unit == "days":
        date = add_days(reckoning.due_on, -reminder.before)
    else:
        date = _working_days_before(calendar, reckoning.due_on, reminder.before)
    return dt.datetime.combine(date, REMIND_AT, ZoneInfo(zone)).astimezone(dt.UTC)


def _working_days_before(calendar: Calendar, date: dt.date, length: int) -> dt.date:
    while length:
        date = add_days(date, -1)
        if calendar.day(date).working_day:
            length -= 1
    return date


def _check(facts: Facts) -> None:
    if facts.unit not in UNITS:
        raise BadInput("unit", _("“%s” is no unit.") % facts.unit, _("Use one of: %s.") % ", ".join(UNITS))
    check_length(facts.length)
    for extension in facts.extensions:
        check_length(extension.length)
        _check_unit(facts, extension.unit)
    if facts.ceiling is not None:
        check_length(facts.ceiling.length)


def _check_unit(facts: Facts, unit: Unit) -> None:
    """Hours, minutes and days can't be mixed: where a day ends would be anybody's guess."""
    own, other = (one if one in MOMENTS else "days" for one in (facts.unit, unit))
    if own != other or unit == "immediate":
        message = _("A time limit in “%(own)s” can't be measured in “%(other)s” too.")
        raise BadInput("unit", message % {"own": facts.unit, "other": unit}, _("Use hours with hours, days with days."))


def _check_extension_length(facts: Facts, extension: Extension, allowance: Allowance) -> None:
    if extension.unit != allowance.unit:
        raise CannotExtend("unit", _("This time limit is extended in “%s”.") % allowance.unit)
    if extension.length < 1:
        raise CannotExtend("length", _("An extension has at least one day."))
    total = extension.length + sum(earlier.length for earlier in facts.extensions)
    if total > allowance.max_length:
        message = _("%(asked)d is more than the %(allowed)d that are allowed in all.")
        raise CannotExtend("length", message % {"asked": total, "allowed": allowance.max_length})
