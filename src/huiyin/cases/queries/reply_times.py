"""How long answers took, and how cases ended, computed from what is stored: numbers alone, never by person."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from huiyin.cases.models import Case, CaseEvent
from huiyin.cases.models.case import AgreedBy, Kind
from huiyin.cases.models.replies import ReplyStatus
from huiyin.kernel import time
from huiyin.kernel.calendars import tables
from huiyin.organisations.models import Organisation

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class ReplyTimes:
    """Over the cases that were answered: days from the day of the message to the day of its first answer.

    Working days are those after the first day up to and with the last, by the office's calendar. `median_days` is None
    where there is nothing to take it of.
    """

    rows: int
    within_15_days: int
    within_60_days: int
    within_90_days: int
    within_5_working_days: int
    within_15_working_days: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Endings:
    """Three facts, kept apart; the person's own word, and the slip that staff entered, too."""

    cases: int
    handled: int
    agreed_own_word: int
    agreed_signed_slip: int
    not_settled: int
    checked_later: int


def reply_times(organisation: Organisation | None = None) -> ReplyTimes:
    """Of one organisation, or of all."""
    taken = list(_taken(_of(organisation)))
    days = [one for one, _ in taken]
    median = statistics.median(days) if days else None
    return ReplyTimes(
        rows=len(taken),
        within_15_days=sum(one <= 15 for one in days),
        within_60_days=sum(one <= 60 for one in days),
        within_90_days=sum(one <= 90 for one in days),
        within_5_working_days=sum(one <= 5 for _, one in taken),
        within_15_working_days=sum(one <= 15 for _, one in taken),
        median_days=int(median) if median is not None and median == int(median) else median,
    )


def endings(organisation: Organisation | None = None) -> Endings:
    """Handled, agreed, checked later: how many of each."""
    counted = _of(organisation).aggregate(
        cases=Count("pk"),
        handled=Count("pk", filter=Q(handled_at__isnull=False)),
        agreed_own_word=Count("pk", filter=Q(agreed_by=AgreedBy.PETITIONER)),
        agreed_signed_slip=Count("pk", filter=Q(agreed_by=AgreedBy.SIGNED_SLIP)),
        not_settled=Count("pk", filter=Q(refused_at__isnull=False)),
        checked_later=Count("pk", filter=Q(checked_at__isnull=False)),
    )
    return Endings(**counted)


def _of(organisation: Organisation | None) -> QuerySet[Case]:
    """Sealed kinds are in no count."""
    found = Case.objects.exclude(kind=Kind.MISCONDUCT)
    return found.filter(organisation=organisation) if organisation else found


def _taken(cases: QuerySet[Case]) -> Iterator[tuple[int, int]]:
    """(days, working days) of each case that was answered. What came without a date has no time that could be told."""
    undated = CaseEvent.objects.filter(case=OuterRef("pk"), verb="import", data__dated=False)
    answered = (
        cases.filter(handled_at__isnull=False, replies__status=ReplyStatus.ISSUED)
        .exclude(Exists(undated))
        .annotate(replied_at=Min("replies__issued_at"))
        .values_list("received_at", "replied_at", "organisation__zone", "organisation__region")
    )
    for received, replied, zone, region in answered.iterator(CHUNK):
        first, last = (moment.astimezone(time.zone_of(zone)).date() for moment in (received, replied))
        yield (last - first).days, _working_days(first, last, region, tables.snapshot(region)[1])


def _working_days(first: dt.date, last: dt.date, region: str, version: str) -> int:
    """After `first`, up to and with `last`."""
    between = sum(_upto(region, version, year)[-1] for year in range(first.year, last.year))
    counts = {year: _upto(region, version, year) for year in {first.year, last.year}}
    return between + counts[last.year][_place(last)] - counts[first.year][_place(first)]


def _place(day: dt.date) -> int:
    return day.timetuple().tm_yday - 1


@cache
def _upto(region: str, version: str, year: int) -> tuple[int, ...]:
    """Working days of a year up to and with each of its days. `version`: another load is another answer."""
    calendar = tables.current(region)
    day, total, counts = dt.date(year, 1, 1), 0, []
    while day.year == year:
        total += calendar.day(day).working_day
        counts.append(total)
        day += dt.timedelta(days=1)
    return tuple(counts)
