"""A clock as a chip: what is left or how late it is, and how the date came about. For the pages of every room."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.kernel import time
from huiyin.kernel.clocks import words
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.clocks.explaining import Derivation
from huiyin.kernel.clocks.queries import ClockView

from . import components, dates

SOON_DAYS = 3  # from here on a date is drawn as due soon


def derivation_rows(derivation: Derivation) -> tuple[components.DerivationRow, ...]:
    """How a date came about, for the chip that opens to it. Why it stood still is said by the caller."""
    zone = derivation.zone
    article = cite(derivation.law.article, get_language() or "zh-hans")
    rows = words.rows(
        replace(derivation, law=replace(derivation.law, article=article)),
        day=lambda date: dates.day_text(date, zone),
        moment=lambda at: dates.moment_text(at, zone),
    )
    return tuple(components.DerivationRow(row.term, row.lines, row.total, row.tag, row.note) for row in rows)


def chip(clock: ClockView, why: tuple[components.DerivationRow, ...]) -> components.DeadlineChip:
    """The date with what is left, opening to `why`; flat without it."""
    text, tone = state(clock)
    return components.DeadlineChip(text, tone, why, provisional=clock.provisional)


def titled_chip(clock: ClockView, why: tuple[components.DerivationRow, ...]) -> components.DeadlineChip:
    """The chip of a list: what is left, short, and what for."""
    drawn = chip(clock, why)
    text = drawn.text if drawn.tone == "late" or clock.status != "running" else _short(clock)
    return replace(drawn, text=f"{text} · {words.pick(clock.title)}")


def _short(clock: ClockView) -> str:
    """Short enough for a list: the day, or how many are left where few are."""
    zone = clock.derivation.zone
    days = (clock.due_on - time.today(zone)).days
    if clock.derivation.length.unit in ("hours", "minutes"):
        return dates.moment_text(clock.due_at, zone)
    if days <= 0:
        return _("Today")
    if days <= SOON_DAYS:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return dates.short_day_text(clock.due_on, zone)


def state(clock: ClockView) -> tuple[str, components.Tone]:
    zone = clock.derivation.zone
    if clock.status == "met" and clock.met_at:
        return _met(clock, clock.met_at.astimezone(time.zone_of(zone)).date())
    if clock.status == "stopped":
        return _("No longer runs"), "wait"
    if clock.late:
        return late(clock.late_days), "late"
    if clock.status == "paused":
        return _("Stands still"), "wait"
    return _left(clock, zone)


def _met(clock: ClockView, on: dt.date) -> tuple[str, components.Tone]:
    values = {"day": dates.short_day_text(on, clock.derivation.zone)}
    if clock.missed_at or clock.late_days:
        return _("Done on %(day)s") % values + " · " + late(clock.late_days), "late"
    early = (clock.due_on - on).days
    if early <= 0:
        return _("Done on %(day)s, in time") % values, "met"
    days = ngettext("%(count)d day early", "%(count)d days early", early) % {"count": early}
    return _("Done on %(day)s") % values + " · " + days, "met"


def late(days: int) -> str:
    return ngettext("%(count)d day late", "%(count)d days late", max(days, 1)) % {"count": max(days, 1)}


def _left(clock: ClockView, zone: str) -> tuple[str, components.Tone]:
    if clock.derivation.length.unit in ("hours", "minutes"):
        return _("By %(moment)s") % {"moment": dates.moment_text(clock.due_at, zone)}, "soon"
    days = (clock.due_on - time.today(zone)).days
    if days <= 0:
        return _("Today, until midnight"), "soon"
    left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return f"{left} · {dates.day_text(clock.due_on, zone)}", "soon" if days <= SOON_DAYS else "ok"
