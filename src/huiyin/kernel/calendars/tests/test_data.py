"""The calendar against the published days: every one of them."""

from __future__ import annotations

import csv
import datetime as dt

import chinese_calendar
import pytest
from django.conf import settings

from huiyin.kernel.calendars import china, rules, tables

from .data import test_data

CHINA = tables.china_with(())


def test_every_published_day_of_twenty_years() -> None:
    with test_data("calendars/working_days_cn_2007_2026.csv").open() as lines:
        days = {dt.date.fromisoformat(row["date"]): row["is_working_day"] == "1" for row in csv.DictReader(lines)}
    assert len(days) == 7305
    assert {date: CHINA.day(date).working_day for date in days} == days
    assert not any(CHINA.day(date).provisional for date in days)


def test_every_computed_due_date() -> None:
    with test_data("deadlines/cn_computed.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 600
    for row in rows:
        start = dt.date.fromisoformat(row["start"])
        working = rules.due(CHINA, start, int(row["n_working_days"]), "working-days")
        plain = rules.due(CHINA, start, 60, "days", roll=False)
        assert (working.due.isoformat(), plain.due.isoformat()) == (row["due_working"], row["due_60_calendar_days"]), (
            row
        )


def test_agrees_with_an_independent_library() -> None:
    first, last = dt.date(2007, 1, 1), dt.date(2026, 12, 31)
    for number in range((last - first).days + 1):
        date = first + dt.timedelta(days=number)
        assert CHINA.day(date).working_day == chinese_calendar.is_workday(date), date


def test_festivals_of_moon_and_sun_lie_in_the_notices() -> None:
    """Qingming, Dragon Boat and Mid-Autumn were rest days in every year since 2008; New Year's day of the moon always."""
    for year in range(2007, 2027):
        festivals = tables.festivals()[year]
        assert not CHINA.day(festivals.spring_festival).working_day
        assert "春节" in CHINA.day(festivals.spring_festival).name
        if year >= 2008:
            for date, name in (
                (festivals.qingming, "清明"),
                (festivals.dragon_boat, "端午"),
                (festivals.mid_autumn, "中秋"),
            ):
                answer = CHINA.day(date)
                assert not answer.working_day
                # 2012, 2020: Mid-Autumn fell into National Day and the notice has one name for both
                assert name in answer.name or "国庆" in answer.name or answer.kind == "weekend"


@pytest.mark.parametrize("year", range(2025, 2027))
def test_statute_agrees_with_the_notices_on_its_own_days(year: int) -> None:
    """The 13 days themselves are off in every notice; where make-up days are put is the notice's own choice."""
    festivals = tables.festivals()[year]
    for date, _name in china._statute(year, festivals):
        assert not CHINA.day(date).working_day, date


def test_2027_is_computed_and_says_so() -> None:
    """Spring Festival 2027: eve on Friday 5 February; Saturday and Sunday are made up on the 9th and 10th."""
    answers = [CHINA.day(dt.date(2027, 2, day)) for day in range(4, 12)]
    assert [answer.working_day for answer in answers] == [True, *[False] * 6, True]
    assert all(answer.provisional for answer in answers)
    assert [answer.kind for answer in answers[1:7]] == ["holiday"] * 6
    days = [CHINA.day(dt.date(2027, 1, 1) + dt.timedelta(days=number)) for number in range(365)]
    statutory = china._statute(2027, tables.festivals()[2027])
    assert len(statutory) == 13
    assert sum(answer.kind == "holiday" for answer in days) == 13 + sum(d.weekday() >= 5 for d, _ in statutory)


def test_the_empty_table_of_2027_announces_nothing() -> None:
    import json

    notice = china.read_notice(json.loads(test_data("calendars/cn/2027.json").read_text()), "2027.json")
    assert CHINA.day(dt.date(2027, 3, 1)).provisional
    assert tables.china_with((notice,)).day(dt.date(2027, 3, 1)).provisional


def test_shipped_notices_are_the_published_ones_with_their_licence() -> None:
    folder = tables._DATA
    published = test_data("calendars/cn")
    for year in range(2007, 2027):
        assert (folder / f"{year}.json").read_bytes() == (published / f"{year}.json").read_bytes()
    assert (folder / "LICENSE").read_bytes() == (published / "LICENSE").read_bytes()
    assert settings.TIME_ZONE == "Asia/Shanghai"


def test_december_waits_for_the_notice_that_may_reach_back() -> None:
    """29 December 2018 became a working Saturday by the notice of 2019, and 31 December 2022 a holiday by that of 2023."""
    without_2019 = china.ChinaCalendar(
        [notice for notice in tables.shipped_notices() if notice.year < 2019], tables.festivals()
    )
    assert not without_2019.day(dt.date(2018, 12, 29)).working_day
    assert without_2019.day(dt.date(2018, 12, 29)).provisional
    assert not without_2019.day(dt.date(2018, 12, 28)).provisional
    assert CHINA.day(dt.date(2018, 12, 29)).kind == "adjusted"
    assert not CHINA.day(dt.date(2026, 12, 31)).provisional  # New Year's Day 2027 is a Friday


def test_festivals_are_those_of_the_library() -> None:
    from holidays.calendars.chinese import _ChineseLunisolar

    moon = _ChineseLunisolar()
    for year, days in tables.festivals().items():
        found = (moon.lunar_new_year_date, moon.qingming_date, moon.dragon_boat_date, moon.mid_autumn_date)
        wanted = (days.spring_festival, days.qingming, days.dragon_boat, days.mid_autumn)
        assert tuple(ask(year)[0] for ask in found) == wanted, year
    assert set(tables.festivals()) == set(range(china.FIRST_YEAR, china.LAST_YEAR + 1))
