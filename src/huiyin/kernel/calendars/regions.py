"""Regions other than mainland China, through the library `holidays`: public holidays and the week of a place."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

from .rules import DayAnswer, Kind

_ESTIMATED = "(estimated)"  # the library's mark in English, for feasts that follow a moon which must be seen


class LibraryCalendar:
    """A country (`DE`) or a part of it (`DE-BY`), by ISO 3166 code.

    Provisional, as far as the library tells: a year outside of those that it covers, and a year in which it marks a
    date as estimated. It can't tell of a law that changes, nor of a decree that has not come.
    """

    def __init__(self, region: str) -> None:
        self.region = region
        self._holidays = _load(region)
        self._years: dict[int, bool] = {}
        self._lock = threading.Lock()

    def day(self, date: dt.date) -> DayAnswer:
        with self._lock:  # the library fills years in as it is asked
            return self._answer(date)

    def _answer(self, date: dt.date) -> DayAnswer:
        provisional = self._provisional(date.year)
        name = str(self._holidays.get(date) or "")
        kind: Kind
        if name:
            kind = "holiday"
        elif self._holidays.is_working_day(date):
            kind = "adjusted" if self._holidays.is_weekend(date) else "weekday"
        else:
            kind = "weekend"
        return DayAnswer(date, kind in ("weekday", "adjusted"), kind, name, provisional)

    def _provisional(self, year: int) -> bool:
        known = self._years.get(year)
        if known is None:
            self._holidays.get(dt.date(year, 1, 1))  # makes the library fill the year in
            outside = not self._holidays.start_year <= year <= self._holidays.end_year
            known = self._years[year] = outside or self._has_estimates(year)
        return known

    def _has_estimates(self, year: int) -> bool:
        return any(_ESTIMATED in name for date, name in self._holidays.items() if date.year == year)


def _load(region: str) -> Any:
    import holidays  # a third of a second: only where a region needs it

    country, _dash, part = region.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=part or None)
        if "en_US" not in known.supported_languages:  # the names then come in the one language that there is
            return known
        return holidays.country_holidays(country, subdiv=part or None, language="en_US")
    except NotImplementedError:
        message = _("There is no calendar for the region “%s”.") % region
        raise BadInput("region", message, _("Write an ISO 3166 code such as CN, HK, DE or DE-BY.")) from None
