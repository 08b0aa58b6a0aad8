"""Dates as a paper says them that is read in other years too."""

from __future__ import annotations

import datetime as dt

from huiyin.web import dates


def day(value: dt.date | dt.datetime | None, zone: str) -> str:
    """With its year; nothing for none."""
    return dates.day_text(value, zone, dt.date.min) if value else ""


def moment(value: dt.datetime | None, zone: str) -> str:
    return dates.moment_text(value, zone, dt.date.min) if value else ""
