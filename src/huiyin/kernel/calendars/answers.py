"""What the `calendar` commands read and answer: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import calendars
from huiyin.kernel.errors import BadInput

from .china import Notice, read_notice
from .dependents import Move
from .rules import UNITS as UNITS

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)  # fromisoformat also takes weeks and packed forms
_LARGEST_FILE = 1_000_000  # bytes; a year's notice has about five thousand


def due(question: dict[str, Any]) -> dict[str, Any]:
    """`{"from", "length", "unit", "region", "roll", "zone"}` -> `{"due", "due_at", "provisional", "not_counted"}`."""
    _only(question, ("from", "length", "unit", "region", "roll", "zone"))
    start = read_date(question.get("from"), "from")
    length, unit = question.get("length"), question.get("unit")
    if length is None:
        raise BadInput("length", _("The length is missing."), _("Write a whole number such as 15."))
    if unit not in UNITS:
        raise BadInput("unit", _("The unit is missing or unknown."), _("Use one of: %s.") % ", ".join(UNITS))
    roll = question.get("roll", True)
    if not isinstance(roll, bool):
        raise BadInput("roll", _("“%s” is neither true nor false.") % (roll,), _("Write true or false."))
    zone = _zone(question.get("zone", settings.TIME_ZONE))
    answer = calendars.due(start, length, unit, _region(question), roll)
    return {
        "due": answer.due.isoformat(),
        "due_at": calendars.end_of_day(answer.due, zone).isoformat(),
        "provisional": answer.provisional,
        "not_counted": [{"date": day.date.isoformat(), "reason": day.reason} for day in answer.not_counted],
    }


def working_day(question: dict[str, Any]) -> dict[str, Any]:
    """`{"date", "region"}` -> `{"date", "working_day", "reason", "provisional"}`."""
    _only(question, ("date", "region"))
    answer = calendars.working_day(read_date(question.get("date"), "date"), _region(question))
    return {
        "date": answer.date.isoformat(),
        "working_day": answer.working_day,
        "reason": answer.reason,
        "provisional": answer.provisional,
    }


def load(notice: Notice, moves: Sequence[Move], *, applied: bool, in_force: bool) -> dict[str, Any]:
    """What `calendar load --json` answers. `moves` moved when `applied`, else would move."""
    listed = [
        {"about": move.about, "name": move.name, "from": move.old.isoformat(), "to": move.new.isoformat()}
        for move in moves
    ]
    return {"year": notice.year, "days": len(notice.days), "in_force": in_force, "applied": applied, "moves": listed}


def read_date(value: object, place: str) -> dt.date:
    remedy = _("Write it as 2026-10-09.")
    if value is None or value == "":
        raise BadInput(place, _("The date is missing."), remedy)
    try:
        if isinstance(value, str) and _DATE.match(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass  # the form is right but there is no such day
    raise BadInput(place, _("“%s” is no date.") % (value,), remedy)


def whole_number(value: str | None, place: str) -> int:
    remedy = _("Write a whole number such as 15.")
    if value is None:
        raise BadInput(place, _("The length is missing."), remedy)
    if not re.fullmatch(r"-?\d{1,30}", value, re.ASCII):
        raise BadInput(place, _("“%s” is not a whole number.") % value, remedy)
    return int(value)


def read_notice_file(path: Path) -> Notice:
    """Raises BadInput that names the file and the place in it."""
    remedy = _("Give the file of one year, as published by holiday-cn.")
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BadInput(str(path), _("The file is too large to be a year's notice."), remedy)
        content = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror, remedy) from None
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}: line {error.lineno}", _("This is no JSON."), remedy) from None
    except ValueError:
        raise BadInput(str(path), _("The file is not UTF-8 text."), remedy) from None
    return read_notice(content, str(path))


def due_in_words(answer: dict[str, Any]) -> str:
    mark = _(" (provisional: the year's holidays are not announced yet)") if answer["provisional"] else ""
    skipped = "".join(f"\n  {day['date']}  {day['reason']}" for day in answer["not_counted"])
    return str(answer["due"]) + mark + (("\n" + _("Not counted:") + skipped) if skipped else "")


def day_in_words(answer: dict[str, Any]) -> str:
    words = _("working day") if answer["working_day"] else _("rest day")
    mark = _(" (provisional: the year's holidays are not announced yet)") if answer["provisional"] else ""
    return f"{answer['date']}  {words}  {answer['reason']}{mark}"


def moves_in_words(notice: Notice, moves: Sequence[Move], *, in_force: bool) -> str:
    if in_force:
        return _("The same days of %d are in force already.") % notice.year
    head = _("%(year)d: %(days)d days, %(moves)d running dates would move.")
    head %= {"year": notice.year, "days": len(notice.days), "moves": len(moves)}
    lines = (f"  {move.old} → {move.new}  {move.about}  {move.title}" for move in moves)
    return "\n".join((head, *lines))


def _region(question: dict[str, Any]) -> str:
    region = question.get("region", "CN")
    if not isinstance(region, str) or not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,8})?", region):
        remedy = _("Write an ISO 3166 code such as CN, HK, DE or DE-BY.")
        raise BadInput("region", _("There is no calendar for the region “%s”.") % (region,), remedy)
    return region


def _zone(zone: object) -> str:
    try:
        return ZoneInfo(str(zone)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = _("Write a zone such as Asia/Shanghai.")
        raise BadInput("zone", _("“%s” is no time zone.") % (zone,), remedy) from None


def _only(question: dict[str, Any], known: tuple[str, ...]) -> None:
    """A misspelt key must not pass for a default."""
    for key in question:
        if key not in known:
            raise BadInput(str(key), _("This key is not known."), _("Use: %s.") % ", ".join(known))
