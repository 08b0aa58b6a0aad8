"""When a backup of the night is due, and which older ones make room."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from huiyin.operations.backup import nights

ZONE = "Asia/Shanghai"
NOON = dt.datetime(2026, 11, 27, 4, tzinfo=dt.UTC)  # 12:00 there
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
HALF_PAST_TWO = dt.datetime(2026, 11, 26, 18, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("last", "failed", "due"),
    [
        pytest.param(None, False, True, id="never"),
        pytest.param(HALF_PAST_TWO, False, False, id="of this night"),
        pytest.param(HALF_PAST_TWO - dt.timedelta(seconds=1), False, True, id="before this night"),
        pytest.param(NOON - 30 * DAY, False, True, id="the machine was off"),
        pytest.param(NOON - HOUR + dt.timedelta(seconds=1), True, False, id="failed just now"),
        pytest.param(NOON - HOUR, True, True, id="failed an hour ago"),
        pytest.param(NOON + DAY, False, True, id="the clock was put back"),
    ],
)
def test_due(last: dt.datetime | None, failed: bool, due: bool) -> None:
    assert nights.due(NOON, ZONE, last, failed=failed) is due


def test_of_a_week_all_stay_of_five_weeks_one_each_of_a_year_one_a_month() -> None:
    nightly = [NOON - number * DAY for number in range(800)]
    names = [nights.name_of(one) for one in nightly] + ["huiyin-20250230-023000.age", "notes.txt", "huiyin.age"]
    gone = nights.superfluous(names, NOON)
    stay = [one for one in nightly if nights.name_of(one) not in gone]
    assert stay[:7] == nightly[:7]
    assert not {"huiyin-20250230-023000.age", "notes.txt", "huiyin.age"} & {*gone}, "what is not ours is let alone"
    weeks = [one for one in stay if NOON - one < 35 * DAY]
    assert {one.isocalendar()[:2] for one in weeks} == {one.isocalendar()[:2] for one in nightly[:35]}
    months = {(one.year, one.month) for one in stay}
    assert months == {(one.year, one.month) for one in nightly[:366]}
    assert len(stay) <= 7 + 6 + 13


def test_the_newest_stays_however_old_it_is() -> None:
    old = [nights.name_of(NOON - number * 400 * DAY) for number in range(2, 5)]
    assert nights.superfluous(old, NOON) == [old[2], old[1]]


def test_what_is_gone_does_not_change_what_stays_the_next_night() -> None:
    """Night after night: there is always one of each of the last weeks and months, whatever was put away before."""
    kept: list[str] = []
    for number in range(420):
        now = NOON + number * DAY
        kept.append(nights.name_of(now))
        gone = nights.superfluous(kept, now)
        kept = [name for name in kept if name not in gone]
    moments = sorted(dt.datetime.strptime(one, "huiyin-%Y%m%d-%H%M%S.age").replace(tzinfo=dt.UTC) for one in kept)
    gaps = [(later - before).days for before, later in itertools.pairwise(moments)]
    assert max(gaps[-6:]) == 1
    assert max(gap for before, gap in zip(moments, gaps, strict=False) if now - before < 34 * DAY) <= 14
    assert max(gaps) <= 62
    assert (now - moments[0]).days >= 330
