"""Mainland China: Monday to Friday, changed by the State Council's yearly notices; without one, by statute alone.

A notice joins rest days and moves working days (调休); nobody can compute that, so a year without its notice is
provisional (全国年节及纪念日放假办法 第七条). The statute's own days can be computed: see `statute_days`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

from .rules import DayAnswer, Kind

FIRST_YEAR, LAST_YEAR = 2000, 2099  # of the table of festivals; the working week of five days is older (1995)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NoticeDay:
    date: dt.date
    name: str
    off: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's arrangement as published: its papers and every day that differs from a plain week."""

    year: int
    papers: tuple[str, ...]
    days: tuple[NoticeDay, ...]


@dataclass(frozen=True, slots=True)
class Festivals:
    """The days of a year that follow moon and sun."""

    spring_festival: dt.date
    qingming: dt.date
    dragon_boat: dt.date
    mid_autumn: dt.date


class ChinaCalendar:
    """Answers for every day of 2000 to 2099. Immutable once made; years are worked out when first asked for."""

    def __init__(self, notices: Iterable[Notice], festivals: Mapping[int, Festivals]) -> None:
        self._notices = {notice.year: notice for notice in notices if notice.days}
        self._festivals = festivals
        self._changed = {day.date: day for year in sorted(self._notices) for day in self._notices[year].days}
        self._years: dict[int, dict[dt.date, DayAnswer]] = {}

    @property
    def announced_through(self) -> int:
        """The last year with a notice."""
        return max(self._notices, default=FIRST_YEAR - 1)

    def announced(self, year: int) -> bool:
        return year in self._notices

    def notice(self, year: int) -> Notice | None:
        return self._notices.get(year)

    def day(self, date: dt.date) -> DayAnswer:
        year = self._years.get(date.year)
        if year is None:
            year = self._years[date.year] = self._work_out(date.year)
        return year[date]

    def _work_out(self, year: int) -> dict[dt.date, DayAnswer]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            message = _("The calendar of mainland China covers 2000 to 2099, not %d.") % year
            raise BadInput("date", message, _("Write a date of these years."))
        announced = self.announced(year)
        computed = {} if announced else statute_days(year, self._festivals[year])
        first, length = dt.date(year, 1, 1), 366 if _is_leap(year) else 365
        dates = (first + dt.timedelta(days=number) for number in range(length))
        return {date: self._answer(date, computed, provisional=not announced) for date in dates}

    def _answer(self, date: dt.date, computed: Mapping[dt.date, str], *, provisional: bool) -> DayAnswer:
        change = self._changed.get(date)
        kind: Kind
        if change is not None:
            kind, name = ("holiday" if change.off else "adjusted"), change.name
        elif date in computed:
            kind, name = "holiday", computed[date]
        else:
            kind, name = ("weekend" if date.weekday() >= SATURDAY else "weekday"), ""
        open_end = self._next_notice_may_change(date)
        return DayAnswer(date, kind in ("weekday", "adjusted"), kind, name, provisional or open_end)

    def _next_notice_may_change(self, date: dt.date) -> bool:
        """The notice of the year to come has moved the last three days of December (2007, 2008, 2012, 2019, 2023).

        A New Year's Day on Friday or Saturday makes its own long weekend and leaves December alone.
        """
        if date.month != 12 or date.day < 29 or self.announced(date.year + 1):
            return False
        return dt.date(date.year + 1, 1, 1).weekday() not in (4, 5)


def statute_days(year: int, festivals: Festivals) -> dict[dt.date, str]:
    """Rest days on weekdays and weekends that the statute alone gives, with their make-up days (放假办法 2, 6).

    13 days since 2025: New Year 1, Spring Festival from its eve 4, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1,
    National Day 3. Before 2008 (year without a shipped notice: 2000 to 2006): New Year 1, Spring Festival 3, Labour Day 3,
    National Day 3. A day on Saturday or Sunday is made up on the next working day; so is one of two that coincide,
    as was done on 1 October 2020.
    """
    days: dict[dt.date, str] = {}
    owed: list[tuple[dt.date, str]] = []
    for date, name in _statute(year, festivals):
        if date in days:
            days[date] = f"{days[date]}、{name}"
            owed.append((date, name))
            continue
        days[date] = name
        if date.weekday() >= SATURDAY:
            owed.append((date, name))
    for date, name in owed:
        days[_make_up_day(date, days)] = name
    return days


def _statute(year: int, festivals: Festivals) -> list[tuple[dt.date, str]]:
    spring = festivals.spring_festival
    if year < 2008:
        return [
            *_span(dt.date(year, 1, 1), 1, "元旦"),
            *_span(spring, 3, "春节"),
            *_span(dt.date(year, 5, 1), 3, "劳动节"),
            *_span(dt.date(year, 10, 1), 3, "国庆节"),
        ]
    return [
        *_span(dt.date(year, 1, 1), 1, "元旦"),
        *_span(spring - dt.timedelta(days=1), 4, "春节"),
        *_span(festivals.qingming, 1, "清明节"),
        *_span(dt.date(year, 5, 1), 2, "劳动节"),
        *_span(festivals.dragon_boat, 1, "端午节"),
        *_span(festivals.mid_autumn, 1, "中秋节"),
        *_span(dt.date(year, 10, 1), 3, "国庆节"),
    ]


def _span(first: dt.date, length: int, name: str) -> list[tuple[dt.date, str]]:
    return [(first + dt.timedelta(days=number), name) for number in range(length)]


def _make_up_day(after: dt.date, taken: Mapping[dt.date, str]) -> dt.date:
    day = after
    while day in taken or day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return day


def read_notice(content: Any, place: str) -> Notice:
    """A notice from JSON as published by holiday-cn: `{"year", "papers", "days": [{"name", "date", "isOffDay"}]}`.

    Raises BadInput that names the place inside `place`.
    """
    remedy = _("Give a file of the form published at github.com/NateScarlet/holiday-cn, one year a file.")
    if not isinstance(content, dict) or not isinstance(content.get("days"), list):
        raise BadInput(place, _("This is not a table of a year's days off."), remedy)
    year = content.get("year")
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"{place}: year", _("The year is missing or not from 2000 to 2099."), remedy)
    papers = content.get("papers") or []
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        raise BadInput(f"{place}: papers", _("Papers must be a list of addresses."), remedy)
    days = tuple(_read_day(day, year, f"{place}: days[{index}]") for index, day in enumerate(content["days"]))
    if len({day.date for day in days}) != len(days):
        raise BadInput(f"{place}: days", _("A date stands in it twice."), _("Keep one line a date."))
    return Notice(year, tuple(papers), days)


def _read_day(content: Any, year: int, place: str) -> NoticeDay:
    remedy = _('A day looks like {"name": "春节", "date": "2027-02-06", "isOffDay": true}.')
    if not isinstance(content, dict):
        raise BadInput(place, _("This is not a day."), remedy)
    name, off = content.get("name"), content.get("isOffDay")
    if not isinstance(name, str) or not name.strip() or not isinstance(off, bool):
        raise BadInput(place, _("The name or isOffDay is missing."), remedy)
    try:
        date = dt.date.fromisoformat(content.get("date", ""))
    except (TypeError, ValueError):
        raise BadInput(f"{place}.date", _("This is not a date."), remedy) from None
    if not dt.date(year - 1, 12, 1) <= date <= dt.date(year + 1, 1, 31):
        raise BadInput(
            f"{place}.date", _("%(date)s does not belong to %(year)d.") % {"date": date, "year": year}, remedy
        )
    return NoticeDay(date, name.strip(), off)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
