"""The counting rules, case by case, and as properties over every calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendars import regions, rules, tables
from huiyin.kernel.errors import BadInput

CHINA = tables.china_with(())
DATES = st.dates(dt.date(2007, 1, 1), dt.date(2035, 12, 31))
LENGTHS = st.integers(0, 200)
UNITS = st.sampled_from(rules.UNITS)


@pytest.mark.parametrize(
    ("start", "length", "unit", "roll", "due", "rolled_from"),
    [
        # 民法典 201: the day of the event is not counted; 60 days from 9 October 2026 end on 8 December, a Tuesday
        ("2026-10-09", 60, "days", True, "2026-12-08", None),
        # 203: a last day inside National Day gives way to the day after the rest
        ("2026-09-16", 15, "days", True, "2026-10-08", "2026-10-01"),
        ("2026-09-16", 15, "days", False, "2026-10-01", None),
        # a swapped Saturday is a working day: nothing to give way to (10 October 2026)
        ("2026-09-25", 15, "days", True, "2026-10-10", None),
        # 202: no 31 in the third month, so its last day; and that is a working day
        ("2026-03-31", 3, "months", True, "2026-06-30", None),
        ("2026-11-30", 3, "months", False, "2027-02-28", None),
        ("2023-11-29", 3, "months", False, "2024-02-29", None),
        ("2024-02-29", 12, "months", False, "2025-02-28", None),
        # working days run over the holiday and count its swapped Saturday
        ("2026-09-30", 2, "working-days", True, "2026-10-09", None),
        ("2026-09-30", 3, "working-days", True, "2026-10-10", None),
        # an event on a rest day: counting begins with the next working day
        ("2026-10-03", 1, "working-days", True, "2026-10-08", None),
        ("2026-10-03", 0, "days", True, "2026-10-08", "2026-10-03"),
    ],
)
def test_due(start: str, length: int, unit: rules.Unit, roll: bool, due: str, rolled_from: str | None) -> None:
    answer = rules.due(CHINA, dt.date.fromisoformat(start), length, unit, roll=roll)
    assert answer.due == dt.date.fromisoformat(due)
    assert answer.rolled_from == (dt.date.fromisoformat(rolled_from) if rolled_from else None)
    assert not answer.provisional or answer.due.year > 2026


def test_not_counted_names_each_day_and_why() -> None:
    answer = rules.due(CHINA, dt.date(2026, 9, 30), 1, "working-days")
    assert [(day.date.day, day.reason) for day in answer.not_counted] == [
        (day, "holiday: 国庆节") for day in range(1, 8)
    ]


def test_a_day_ends_in_its_own_zone() -> None:
    end = rules.end_of_day(dt.date(2026, 12, 8), "Asia/Shanghai")
    assert end.isoformat() == "2026-12-08T23:59:59+08:00"
    assert rules.end_of_day(dt.date(2026, 10, 25), "Europe/Berlin").isoformat() == "2026-10-25T23:59:59+01:00"


@pytest.mark.parametrize("length", [-1, rules.LONGEST + 1, 1.0, True])
def test_lengths_that_cannot_be_counted(length: int) -> None:
    with pytest.raises(BadInput, match="length"):
        rules.due(CHINA, dt.date(2026, 1, 1), length, "days")


@pytest.mark.parametrize("start", [dt.date(2099, 12, 31), dt.date(1999, 12, 30), dt.date(9999, 12, 31)])
def test_dates_beyond_the_calendar_are_an_error_not_a_guess(start: dt.date) -> None:
    with pytest.raises(BadInput):
        rules.due(CHINA, start, 300, "working-days")
    with pytest.raises(BadInput):
        rules.due(CHINA, dt.date(9999, 6, 1), 9000, "months", roll=False)


@given(DATES, LENGTHS, UNITS)
def test_never_due_on_a_rest_day_when_it_rolls(start: dt.date, length: int, unit: rules.Unit) -> None:
    answer = rules.due(CHINA, start, length, unit)
    assert CHINA.day(answer.due).working_day
    assert not any(CHINA.day(day.date).working_day for day in answer.not_counted)


@given(DATES, st.integers(0, 60), LENGTHS, UNITS, st.booleans())
def test_later_start_is_never_due_earlier(
    start: dt.date, later: int, length: int, unit: rules.Unit, roll: bool
) -> None:
    first = rules.due(CHINA, start, length, unit, roll=roll).due
    second = rules.due(CHINA, start + dt.timedelta(days=later), length, unit, roll=roll).due
    assert first <= second


@given(DATES, LENGTHS, UNITS, st.booleans())
def test_longer_is_never_due_earlier(start: dt.date, length: int, unit: rules.Unit, roll: bool) -> None:
    shorter = rules.due(CHINA, start, length, unit, roll=roll).due
    assert start <= shorter <= rules.due(CHINA, start, length + 1, unit, roll=roll).due


@given(DATES, st.integers(1, 100), st.integers(1, 100), st.sampled_from(["days", "working-days"]))
def test_two_lengths_in_a_row_are_their_sum(start: dt.date, one: int, two: int, unit: rules.Unit) -> None:
    middle = rules.due(CHINA, start, one, unit, roll=False).due
    assert (
        rules.due(CHINA, middle, two, unit, roll=False).due == rules.due(CHINA, start, one + two, unit, roll=False).due
    )


@given(DATES, st.integers(1, 100))
def test_working_days_are_as_many_as_asked(start: dt.date, length: int) -> None:
    answer = rules.due(CHINA, start, length, "working-days")
    passed = (answer.due - start).days
    assert passed == length + len(answer.not_counted)


@given(DATES, LENGTHS, st.sampled_from(["days", "months"]))
def test_provisional_exactly_when_a_day_asked_for_is(start: dt.date, length: int, unit: rules.Unit) -> None:
    answer = rules.due(CHINA, start, length, unit)
    asked = [answer.due, *(day.date for day in answer.not_counted)]
    assert answer.provisional == any(CHINA.day(date).provisional for date in asked)
    assert not rules.due(CHINA, start, length, unit, roll=False).provisional


def test_other_regions_have_their_own_week_and_say_what_is_estimated() -> None:
    germany, saudi = regions.LibraryCalendar("DE"), regions.LibraryCalendar("SA")
    assert germany.day(dt.date(2026, 10, 3)).reason.startswith("holiday")
    assert not germany.day(dt.date(2026, 12, 24)).provisional
    assert not saudi.day(dt.date(2026, 11, 27)).working_day  # a Friday
    assert saudi.day(dt.date(2026, 11, 29)).working_day  # a Sunday
    assert regions.LibraryCalendar("TR").day(dt.date(2040, 3, 1)).provisional  # the moon is seen, not computed
    assert germany.day(dt.date(2150, 3, 1)).provisional  # beyond what the library covers
    assert regions.LibraryCalendar("DE-BY").day(dt.date(2026, 1, 6)).kind == "holiday"


def test_an_unknown_region_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="region"):
        regions.LibraryCalendar("XX")
    with pytest.raises(BadInput, match="region"):
        regions.LibraryCalendar("DE-ZZ")
