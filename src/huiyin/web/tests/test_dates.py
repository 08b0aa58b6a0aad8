"""Dates as people say them: the table is the rule."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from huiyin.web import dates

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "day", "text"),
    [
        ("zh-hans", dt.date(2026, 11, 27), "11月27日（周五）"),
        ("zh-hans", dt.date(2027, 1, 7), "2027年1月7日（周四）"),
        ("zh-hant", dt.date(2026, 11, 29), "11月29日（週日）"),
        ("en", dt.date(2027, 1, 7), "Thursday 7 January 2027"),
        ("en", dt.date(2026, 10, 9), "Friday 9 October"),
    ],
)
def test_a_day_has_its_weekday_and_its_year_when_it_is_another(language, day, text):
    with translation.override(language):
        assert dates.day_text(day, "Asia/Shanghai", today=TODAY) == text


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("zh-hans", "Asia/Shanghai", "10月12日 0:30"),
        ("zh-hans", "Asia/Urumqi", "10月11日 22:30"),
        ("en", "Asia/Shanghai", "12 October, 0:30"),
    ],
)
def test_a_moment_is_told_on_the_clocks_of_the_organisation(language, zone, text):
    at = dt.datetime(2026, 10, 11, 16, 30, tzinfo=dt.UTC)
    with translation.override(language):
        assert dates.moment_text(at, zone, today=TODAY) == text


def test_a_day_of_a_moment_is_that_of_the_zone():
    at = dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)
    with translation.override("zh-hans"):
        assert dates.short_day_text(at, "Asia/Shanghai", today=TODAY) == "2027年1月1日"
