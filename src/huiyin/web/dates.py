"""Dates and times as people say them, in the language of the page and the zone of the organisation.

A date carries its weekday, and its year when that is not the present one. No spaces between Chinese and digits.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

from huiyin.kernel import time

_WEEKDAYS: Final = {"zh-hans": "周一 周二 周三 周四 周五 周六 周日", "zh-hant": "週一 週二 週三 週四 週五 週六 週日"}
_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def local(value: dt.datetime, zone: str = "") -> dt.datetime:
    """The moment on the clocks of `zone`, or of the active zone."""
    return value.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())


def day_text(value: dt.date | dt.datetime, zone: str = "", today: dt.date | None = None) -> str:
    """`1月7日（周四）`, `2027年1月7日（周四）`; `Thursday 7 January`, `Thursday 7 January 2027`."""
    date = _date(value, zone)
    year = date.year if date.year != (today or _today(zone)).year else None
    language = get_language() or "zh-hans"
    if language.startswith("en"):
        return f"{_ENGLISH_DAYS[date.weekday()]} {_english(date, year, 'long')}"
    return f"{_chinese(date, year)}（{_WEEKDAYS[_script(language)].split()[date.weekday()]}）"


def short_day_text(value: dt.date | dt.datetime, zone: str = "", today: dt.date | None = None) -> str:
    """`1月7日`; `7 Jan`. For labels beside which the whole date stands."""
    date = _date(value, zone)
    year = date.year if date.year != (today or _today(zone)).year else None
    if (get_language() or "").startswith("en"):
        return _english(date, year, "short")
    return _chinese(date, year)


def moment_text(value: dt.datetime, zone: str = "", today: dt.date | None = None) -> str:
    """`10月12日 10:03`; `12 October, 10:03`. A space stands before the time: two numbers must not run together."""
    at = local(value, zone)
    year = at.year if at.year != (today or _today(zone)).year else None
    if (get_language() or "").startswith("en"):
        return f"{_english(at.date(), year, 'long')}, {clock_text(at.time())}"
    return f"{_chinese(at.date(), year)} {clock_text(at.time())}"


def clock_text(value: dt.datetime | dt.time, zone: str = "") -> str:
    """`8:30`, 24 hours."""
    at = local(value, zone) if isinstance(value, dt.datetime) else value
    return f"{at.hour}:{at.minute:02}"


def _date(value: dt.date | dt.datetime, zone: str) -> dt.date:
    return local(value, zone).date() if isinstance(value, dt.datetime) else value


def _today(zone: str) -> dt.date:
    return time.today(zone or timezone.get_current_timezone_name())


def _script(language: str) -> str:
    return "zh-hant" if language.startswith("zh-hant") else "zh-hans"


def _chinese(date: dt.date, year: int | None) -> str:
    return f"{year}年{date.month}月{date.day}日" if year else f"{date.month}月{date.day}日"


def _english(date: dt.date, year: int | None, form: str) -> str:
    month = _ENGLISH_MONTHS[date.month - 1]
    day = f"{date.day} {month if form == 'long' else month[:3]}"
    return f"{day} {year}" if year else day
