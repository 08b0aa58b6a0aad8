"""The calendars that this installation knows: shipped notices, those that an operator loaded, and the library.

A calendar is kept in memory until another process loads a year; each question asks the database for the newest load
(one indexed row). Where there is no database yet there are no loaded years, so the commands work before set-up.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.utils.translation import gettext as _

from huiyin.kernel import statements
from huiyin.kernel.errors import Unavailable

from .china import ChinaCalendar, Festivals, Notice, NoticeDay, read_notice
from .regions import LibraryCalendar
from .rules import Calendar

CHINA = "CN"
_DATA = files("huiyin.kernel.calendars") / "data" / "cn"
_NEWEST = "SELECT public_id FROM calendars_loadedyear ORDER BY id DESC LIMIT 1"  # asked for every date: no ORM
_china: tuple[str, ChinaCalendar] | None = None


def current(region: str) -> Calendar:
    """The calendar of `region` as it stands now. Raises BadInput for a region that nobody knows."""
    return china() if is_china(region) else _library(region)


def is_china(region: str) -> bool:
    """Mainland China or a part of it: the notices are the same for all (local days of minorities are not in them)."""
    return region == CHINA or region.startswith(CHINA + "-")


def china() -> ChinaCalendar:
    """Mainland China from shipped and loaded notices."""
    return _newest_china()[1]


def snapshot(region: str) -> tuple[Calendar, str]:
    """The calendar of `region` and its version, to be kept with what is reckoned by it."""
    if not is_china(region):
        return _library(region), library_version()
    newest, calendar = _newest_china()
    return calendar, newest


def _newest_china() -> tuple[str, ChinaCalendar]:
    global _china
    newest, known = version(), _china
    if known is None or known[0] != newest:
        known = _china = (newest, china_with(loaded_notices() if newest else ()))
    return known


def china_with(notices: tuple[Notice, ...]) -> ChinaCalendar:
    """Mainland China from the shipped notices with `notices` in their place or added."""
    by_year = {notice.year: notice for notice in (*shipped_notices(), *notices)}
    return ChinaCalendar(by_year.values(), festivals())


def version() -> str:
    """Names the newest load of an operator; empty when there is none. Equal versions mean equal calendars."""
    if not _database_exists():
        return ""
    try:
        newest = statements.run(_NEWEST)
    except DatabaseError:
        if _table_exists():
            raise
        return ""
    return str(newest[0][0]) if newest else ""


@lru_cache(maxsize=1)
def library_version() -> str:
    """Names the edition of the library, which learns new years with its releases."""
    return metadata.version("holidays")[:12]


def loaded_notices() -> tuple[Notice, ...]:
    """What operators loaded, in the order of loading: the later one of a year counts."""
    from .models import LoadedYear

    rows = LoadedYear.objects.filter(region=CHINA).order_by("id").values_list("year", "papers", "days")
    return tuple(Notice(year, tuple(papers), _days(days)) for year, papers, days in rows)


@lru_cache(maxsize=1)
def shipped_notices() -> tuple[Notice, ...]:
    """The State Council's notices from 2007 on, as published by holiday-cn (MIT, see data/cn/LICENSE)."""
    names = sorted(entry.name for entry in _DATA.iterdir() if entry.name.endswith(".json"))
    return tuple(read_notice(json.loads((_DATA / name).read_text("utf-8")), name) for name in names)


@lru_cache(maxsize=1)
def festivals() -> dict[int, Festivals]:
    """Days that follow moon and sun, 2000 to 2099, worked out beforehand; a test holds them against the notices."""
    lines = csv.reader((_DATA / "festivals_2000_2099.csv").read_text("utf-8").splitlines()[1:])
    return {int(year): Festivals(*(dt.date.fromisoformat(f"{year}-{day}") for day in days)) for year, *days in lines}


@lru_cache(maxsize=64)
def _library(region: str) -> LibraryCalendar:
    return LibraryCalendar(region)


def _days(days: list[list[object]]) -> tuple[NoticeDay, ...]:
    return tuple(NoticeDay(dt.date.fromisoformat(str(date)), str(name), bool(off)) for date, name, off in days)


def _database_exists() -> bool:
    """Opening an SQLite database makes its file, which a question about a date must not do."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or connection.connection is not None:
        return True
    name = str(connection.settings_dict["NAME"])
    return "mode=memory" in name or name == ":memory:" or Path(name).exists()


def _table_exists() -> bool:
    """Only asked after a failure. A database that can't be reached raises again: never answer from half of the years."""
    from .models import LoadedYear

    return LoadedYear._meta.db_table in connections[DEFAULT_DB_ALIAS].introspection.table_names()


def require_database() -> None:
    """Raises Unavailable where loading has nowhere to put a year."""
    if not _database_exists() or not _table_exists():
        raise Unavailable(
            _("There is no database yet."), _("Run “huiyin setup” or “huiyin serve” once, then load again.")
        )
