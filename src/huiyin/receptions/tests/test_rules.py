"""Places of a day, who is next, what answers to minutes come to."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.receptions.rules import Waiting, comes_to, next_in_line, places, series, shown_number


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "count"),
    [
        (dt.time(9), dt.time(11, 30), 30, 5),
        (dt.time(9), dt.time(9, 50), 20, 2),  # what is left over is no place
        (dt.time(9), dt.time(9, 10), 20, 0),
    ],
)
def test_places_of_a_day(starts, ends, minutes, count):
    assert places(starts, ends, minutes) == count


def test_a_booked_time_that_has_come_goes_first_and_nobody_is_passed_over():
    walk_in, early, late = Waiting(1, None), Waiting(2, 3), Waiting(3, 0)
    assert next_in_line([walk_in, early, late], slot_now=0) == late
    assert next_in_line([walk_in, early], slot_now=0) == walk_in
    assert next_in_line([early], slot_now=0) == early  # before their time, when nobody else waits
    assert next_in_line([], slot_now=0) is None


@pytest.mark.parametrize(
    ("said", "expected", "outcome"),
    [
        ([], 1, ""),
        ([("a", "agrees")], 1, "agrees"),
        ([("a", "agrees"), ("b", "agrees")], 3, ""),  # one representative has not spoken
        ([("a", "agrees"), ("b", "objects")], 2, "objects"),
        ([("a", "agrees"), ("b", "corrects")], 5, "corrects"),  # one correction is enough
        ([("a", "objects"), ("a", "agrees")], 1, "agrees"),  # the last word counts
    ],
)
def test_what_the_answers_come_to(said, expected, outcome):
    assert comes_to(said, expected) == outcome


def test_a_series_has_its_days_and_an_end():
    first = dt.date(2026, 12, 1)
    assert list(series(first, None, "once")) == [first]
    assert [day.day for day in series(first, dt.date(2026, 12, 29), "fortnight")] == [1, 15, 29]


def test_small_numbers_are_not_told():
    assert [shown_number(number) for number in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]
