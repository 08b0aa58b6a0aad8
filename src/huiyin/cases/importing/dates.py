"""The mixed forms in which tables write a moment. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

# Days since 1899-12-30 (Excel's own count with its leap day of 1900): from 1954 to 2119. A smaller number is no date.
_SERIALS = (20_000, 80_000)
_SERIAL_START = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a table has no zone; the office's is added by the caller
_DATE = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=$|[\sT])")
_DAY_FIRST = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})")
_TIME = re.compile(
    r"[\sT,]*(?:(?:星期|周|週)[一二三四五六日天]\s*)?(?P<half>上午|下午|中午|晚上|凌晨|早上|AM|PM)?\s*"
    r"(?P<h>\d{1,2})\s*(?:[:时時点點]\s*(?:(?P<min>\d{1,2})\s*(?:[:分]\s*(?:(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)"
    r"\s*(?P<half2>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\s,(]*(?:星期|周|週)[一二三四五六日天][\s)]*")
_AFTER_NOON = ("下午", "晚上", "PM")
_BEFORE_NOON = ("上午", "凌晨", "早上", "AM")


class NoDateError(ValueError):
    """The cell holds something that is no moment."""


def read(value: object, zone: dt.tzinfo, day_order: str = "") -> dt.datetime | None:
    """The moment in a cell, in the office's `zone` where the cell names none; None for an empty one.

    A date alone is its first second. `day_order` ("dmy", "mdy") allows 3/4/2019, which is else refused.
    """
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value), zone)
    text = unicodedata.normalize("NFKC", str(value if value is not None else "")).strip()
    if not text:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_serial(float(text), zone)
    return _from_text(text, zone, day_order)


def _from_serial(value: float, zone: dt.tzinfo) -> dt.datetime:
    if value == int(value) and re.fullmatch(r"(19|20)\d{6}", str(int(value))):
        return _from_text(str(int(value)), zone, "")
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        raise NoDateError
    moment = _SERIAL_START + dt.timedelta(seconds=round(value * 86400))
    return moment.replace(tzinfo=zone)


def _from_text(text: str, zone: dt.tzinfo, day_order: str) -> dt.datetime:
    day, rest = _day(text, day_order)
    if not rest or _WEEKDAY.fullmatch(rest):
        return day.replace(tzinfo=zone)
    match = _TIME.fullmatch(rest)
    if not match:
        raise NoDateError
    hour = _hour(int(match["h"]), (match["half"] or match["half2"] or "").upper())
    try:
        moment = day.replace(hour=hour, minute=int(match["min"] or 0), second=int(match["s"] or 0))
    except ValueError as error:
        raise NoDateError from error
    return moment.replace(tzinfo=_offset(match["zone"]) if match["zone"] else zone)


def _day(text: str, day_order: str) -> tuple[dt.datetime, str]:
    match = _DATE.match(text) or _COMPACT.match(text)
    if match:
        year, month, day = (int(match[name]) for name in "ymd")
    else:
        match = _DAY_FIRST.match(text) if day_order else None
        if not match:
            raise NoDateError
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        month, day = (second, first) if day_order == "dmy" else (first, second)
    try:
        return dt.datetime(year, month, day), text[match.end() :].rstrip()  # noqa: DTZ001
    except ValueError as error:
        raise NoDateError from error


def _hour(hour: int, half: str) -> int:
    if half in _AFTER_NOON and hour < 12:
        return hour + 12
    return 0 if half in _BEFORE_NOON and hour == 12 else hour


def _offset(text: str) -> dt.timezone:
    if text.upper() == "Z":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
