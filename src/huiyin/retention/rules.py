"""When something may be destroyed, and what speaks against it. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTICE_KEY, NOTICE_DAYS = "retention:notice", 30
QUIET_KEY, QUIET_DAYS = "retention:quiet", 180
"""The office's own numbers: so many days before the day notice is given, and so long nobody may have written. No law gives them."""
SHORTEST_NOTICE: Final = 7  # days, whatever the office sets


def after_years(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def due_on(ended_on: dt.date, years: int, told_on: dt.date, notice_days: int) -> dt.date:
    """The first day of destruction: the time of the schedule is over, and whoever was told has had the days of the notice."""
    days = max(notice_days, SHORTEST_NOTICE)
    return max(after_years(ended_on, years) + dt.timedelta(days=1), told_on + dt.timedelta(days=days))


def to_be_told(ended_on: dt.date, years: int, today: dt.date, notice_days: int) -> bool:
    """Whether notice is to be given by now."""
    return after_years(ended_on, years) < today + dt.timedelta(days=max(notice_days, SHORTEST_NOTICE))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of a thing before it is destroyed. `wrote_on`: the last day on which anybody outside wrote."""

    ended: bool
    held: bool = False
    runs: bool = False
    wrote_on: dt.date | None = None
    elsewhere: bool = False
    archived: bool = True


def against(standing: Standing, today: dt.date, quiet_days: int) -> StrOrPromise:
    """Why it is not destroyed now; empty where nothing speaks against it."""
    if not standing.ended:
        return _("It runs again.")
    if standing.held:
        return _("It is held back.")
    if standing.runs:
        return _("A time limit, a review or a supervision of it still runs.")
    if standing.elsewhere:
        return _("What came of it still runs.")
    if standing.wrote_on is not None and today < standing.wrote_on + dt.timedelta(days=quiet_days):
        return _("Somebody has written a short while ago.")
    if not standing.archived:
        return _("The archive must take it over first.")
    return ""


def kept_by_catalogue(keep: str, ended_on: dt.date) -> dt.date | None:
    """The last day on which an old catalogue has a file kept by its own words (保管期限); None: for ever, or nobody can tell.

    "30年" and "10" are years. An empty column says nothing, and the office's own years decide. Everything else (永久, 长期, a word that
    is not known) keeps it: what was meant by it decides a person, by a schedule with that authority and a catalogue with numbers.
    """
    told = unicodedata.normalize("NFKC", keep).strip()
    if not told:
        return ended_on
    found = re.fullmatch(r"(?:定期)?\(?\s*(\d{1,3})\s*年?\s*\)?", told)
    return after_years(ended_on, int(found[1])) if found else None
