"""What runs by itself: counting anew, so that no page has to."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.conf import settings

from huiyin.cases.queries import tallies
from huiyin.kernel import store, time
from huiyin.supervision import tallies as of_supervision

from .models import Counted, YearCounted

YEAR = dt.timedelta(days=365)


def count() -> None:
    """All organisations at once. The counting reads and holds nobody up; a few rows are written."""
    at = time.now()
    numbers, titles = tallies.of_cases(), tallies.titles()
    seen = of_supervision.patterns(at - YEAR)
    steps: dict[int, list[dict[str, object]]] = {}
    for step in tallies.of_steps():
        line = {"name": step.name, "title": titles[step.name], "in_time": step.in_time, "late": step.late}
        steps.setdefault(step.organisation, []).append(line)
    rows = [
        Counted(organisation_id=key, at=at, numbers=asdict(tally), steps=steps.get(key, []), patterns=seen.get(key, {}))
        for key, tally in numbers.items()
    ]
    with store.write():
        Counted.objects.exclude(organisation_id__in=numbers).delete()
        Counted.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organisation"],
            update_fields=["at", "numbers", "steps", "patterns"],
        )


def count_years() -> None:
    """The yearly report of this year and of the last one: once a day is enough for what is read once a year."""
    this_year = time.today(settings.TIME_ZONE).year
    for year in (this_year - 1, this_year):
        _count_year(year)


def _count_year(year: int) -> None:
    zone = time.zone_of(settings.TIME_ZONE)
    begins, ends = dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)
    at, found = time.now(), tallies.of_year(begins, ends)
    for key, numbers in of_supervision.ordered(begins, ends).items():
        found.setdefault(key, {})["supervised"] = numbers
    rows = [YearCounted(organisation_id=key, year=year, at=at, numbers=numbers) for key, numbers in found.items()]
    with store.write():
        YearCounted.objects.filter(year=year).exclude(organisation_id__in=found).delete()
        YearCounted.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["organisation", "year"], update_fields=["at", "numbers"]
        )
