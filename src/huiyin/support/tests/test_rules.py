"""Who is told when nobody answers, and what may be counted."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.support import rules


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        (("deputy", "head", "above"), ["deputy", "head", "above", "above"]),
        ((None, "head", "above"), ["head", "above", "above", "above"]),
        (("deputy", None, None), ["deputy"] * 4),
        ((None, None, None), [None] * 4),
    ],
)
def test_each_time_the_next_one_is_told_and_then_the_last_again(chain, told):
    assert [rules.told(times, *chain) for times in (1, 2, 3, 4)] == told


@pytest.mark.parametrize(("number", "said"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10)])
def test_a_number_is_told_by_whole_handfuls(number, said):
    assert rules.by_handfuls(number) == said


def test_the_month_that_runs_is_not_counted():
    assert rules.counted(dt.date(2028, 2, 29)) == (dt.date(2027, 2, 1), dt.date(2028, 2, 1))
