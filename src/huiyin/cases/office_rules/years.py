"""The calendar as a page tells it: which years are announced, what a day is, and what a notice would move. Reads only."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.kernel import calendars, time
from huiyin.kernel.calendars import tables
from huiyin.kernel.calendars.china import Notice, read_notice
from huiyin.kernel.calendars.dependents import Move
from huiyin.kernel.calendars.words import day_reason
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.models import Post

LARGEST = 1_000_000  # bytes; a year's notice has about five thousand
BEFORE, AFTER = 2, 2  # years shown around the present one


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the region: announced, or computed for the time being. `papers`: addresses of the notice."""

    year: int
    announced: bool
    off: int
    adjusted: int
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What a day is, and why."""

    date: dt.date
    working_day: bool
    reason: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class MovedDates:
    """How many running dates of one office move from one day to another. No case is named: administrators read none."""

    organisation: str
    title: str
    old: dt.date
    new: dt.date
    number: int


def years(actor: Actor) -> list[Year]:
    """The years around the present one; empty where the region's days come from a library and not from notices."""
    if not tables.is_china(actor.region):
        return []
    china, present = tables.china(), time.today(actor.zone).year
    found = []
    for year in range(present - BEFORE, max(present + AFTER, china.announced_through) + 1):
        notice = china.notice(year)
        days = notice.days if notice else ()
        off = sum(day.off for day in days)
        found.append(Year(year, notice is not None, off, len(days) - off, notice.papers if notice else ()))
    return found


def day(date: dt.date, region: str) -> Day:
    answer = calendars.working_day(date, region)
    return Day(answer.date, answer.working_day, day_reason(answer), answer.provisional)


def may_load(actor: Actor) -> bool:
    """A notice moves dates in the whole installation: only the highest administrators load it, with none above or beside."""
    if not may(actor, "load_calendar"):
        return False
    posts = Post.objects.filter(closed_at=None).values_list(
        "roles", "unit__organisation_id", "unit__organisation__path"
    )
    homes = {(home, path) for roles, home, path in posts if ADMINISTRATOR in roles}
    return all(may(actor, "load_calendar", Place(home, path)) for home, path in homes)


def notice_of(content: bytes) -> Notice:
    """A notice that was uploaded. Raises `BadInput` on the field `file`."""
    remedy = _("Give the file of one year, as published by holiday-cn.")
    if len(content) > LARGEST:
        raise BadInput("file", _("The file is too large to be a year's notice."), remedy)
    try:
        return read_notice(json.loads(content.decode("utf-8-sig")), "file")
    except ValueError:
        raise BadInput("file", _("This is no file of a year's notice."), remedy) from None
    except BadInput as error:
        raise BadInput("file", f"{error.place}: {error.message}", error.remedy) from None


def as_text(notice: Notice) -> str:
    """The notice as it is carried from the preview to the loading."""
    days = [{"name": day.name, "date": day.date.isoformat(), "isOffDay": day.off} for day in notice.days]
    return json.dumps({"year": notice.year, "papers": notice.papers, "days": days}, ensure_ascii=False)


def moved_dates(moves: Iterable[Move]) -> list[MovedDates]:
    """Moves by office and date, without those of sealed cases: a number too must not tell that one exists."""
    listed = list(moves)
    numbers = [move.about.partition(":")[2] for move in listed if move.about.startswith("case:")]
    open_to_see: dict[str, str] = {}
    for start in range(0, len(numbers), 500):
        rows = Case.objects.filter(public_id__in=numbers[start : start + 500]).exclude(kind=Kind.MISCONDUCT)
        open_to_see |= dict(rows.values_list("public_id", "organisation__name"))
    counted = Counter(
        (open_to_see[number], move.title, move.old, move.new)
        for move in listed
        if (number := move.about.partition(":")[2]) in open_to_see
    )
    found = [MovedDates(*key, number) for key, number in counted.items()]
    return sorted(found, key=lambda one: (one.organisation, one.old, one.title))
