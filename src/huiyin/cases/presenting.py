"""From what is stored to what the components draw: the same derivation, strip and timeline for staff and petitioner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.cases.citing import cite
from huiyin.kernel import time
from huiyin.kernel.clocks import words
from huiyin.kernel.clocks.explaining import Derivation
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures.engine.strip import StripStep
from huiyin.procedures.schema import Words
from huiyin.web import components, dates

SOON_DAYS = 3  # from here on a date is drawn as due soon


def pick(texts: dict[str, str] | Words) -> str:
    """The text in the reader's language."""
    return texts.into(get_language() or "zh-hans") if isinstance(texts, Words) else words.pick(texts)


def derivation_rows(derivation: Derivation) -> tuple[components.DerivationRow, ...]:
    """How a date came about, for the chip that opens to it."""
    zone = derivation.zone
    article = cite(derivation.law.article, get_language() or "zh-hans")
    pauses = tuple(replace(pause, reason=_said(pause.reason)) for pause in derivation.pauses)
    rows = words.rows(
        replace(derivation, law=replace(derivation.law, article=article), pauses=pauses),
        day=lambda date: dates.day_text(date, zone),
        moment=lambda at: dates.moment_text(at, zone),
    )
    return tuple(components.DerivationRow(row.term, row.lines, row.total, row.tag, row.note) for row in rows)


def _said(verb: str) -> str:
    """Why a clock stood still: the act that let it, in words."""
    from .wording import happened  # which picks its words with this module

    return str(happened(verb, ())) if verb else ""


def chip(clock: ClockView, *, flat: bool = False) -> components.DeadlineChip:
    """The date with what is left. `flat`: the derivation stands beside it."""
    text, tone = _state(clock)
    why = () if flat else derivation_rows(clock.derivation)
    return components.DeadlineChip(text, tone, why, provisional=clock.provisional)


def clock_bar(clock: ClockView) -> components.ClockBar | None:
    """The term drawn to scale, while it runs; None for clocks in hours or minutes, and for those that have ended."""
    derivation = clock.derivation
    start, due = derivation.starts.on, clock.due_on
    if (
        clock.status not in ("running", "paused")
        or derivation.length.unit in ("hours", "minutes", "immediate")
        or due <= start
    ):
        return None
    today = time.today(derivation.zone)
    whole = (due - start).days
    number = (today - start).days
    used = min(100.0, 100 * number / whole)
    extended = bool(derivation.extensions) and derivation.length.plain_on < due
    original = derivation.length.plain_on if extended else None
    day = _("Day %(number)d") % {"number": number} if number else _("today")
    label = _("%(title)s: %(day)s; due on %(due)s") % {
        "title": pick(clock.title), "day": day, "due": dates.day_text(due, derivation.zone)
    }  # fmt: skip
    return components.ClockBar(
        title=label,
        used=used,
        now_label=_late(clock.late_days) if clock.late_days else day,
        start_label=dates.short_day_text(start, derivation.zone),
        due_label=dates.short_day_text(due, derivation.zone),
        tone=_state(clock)[1],
        original_due=100 * (original - start).days / whole if original else None,
        original_label=_("first due"),
        pauses=_pauses(clock, start, whole, today),
    )


def strip(
    steps: Iterable[StripStep], details: dict[str, str] | None = None, *, late: bool = False
) -> tuple[components.Step, ...]:
    """The drawn procedure. `details`: a line below a step, by its id; `late`: a running date of the present step is missed."""
    states = {"done": "done", "now": "late" if late else "now", "next": "next", "off": "off"}
    return tuple(
        components.Step(pick(step.title), states[step.status], (details or {}).get(step.id, ""))  # type: ignore[arg-type]
        for step in steps
    )


def _state(clock: ClockView) -> tuple[str, components.Tone]:
    zone = clock.derivation.zone
    if clock.status == "met" and clock.met_at:
        return _met(clock, clock.met_at.astimezone(time.zone_of(zone)).date())
    if clock.status == "stopped":
        return _("No longer runs"), "wait"
    if clock.late:
        return _late(clock.late_days), "late"
    if clock.status == "paused":
        return _("Stands still"), "wait"
    return _left(clock, zone)


def _met(clock: ClockView, on: dt.date) -> tuple[str, components.Tone]:
    values = {"day": dates.short_day_text(on, clock.derivation.zone)}
    if clock.missed_at or clock.late_days:
        return _("Done on %(day)s") % values + " · " + _late(clock.late_days), "late"
    early = (clock.due_on - on).days
    if early <= 0:
        return _("Done on %(day)s, in time") % values, "met"
    days = ngettext("%(count)d day early", "%(count)d days early", early) % {"count": early}
    return _("Done on %(day)s") % values + " · " + days, "met"


def _late(days: int) -> str:
    return ngettext("%(count)d day late", "%(count)d days late", max(days, 1)) % {"count": max(days, 1)}


def _left(clock: ClockView, zone: str) -> tuple[str, components.Tone]:
    if clock.derivation.length.unit in ("hours", "minutes"):
        return _("By %(moment)s") % {"moment": dates.moment_text(clock.due_at, zone)}, "soon"
    days = (clock.due_on - time.today(zone)).days
    if days <= 0:
        return _("Today, until midnight"), "soon"
    left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return f"{left} · {dates.day_text(clock.due_on, zone)}", "soon" if days <= SOON_DAYS else "ok"


def _pauses(clock: ClockView, start: dt.date, whole: int, today: dt.date) -> tuple[tuple[float, float], ...]:
    zone = time.zone_of(clock.derivation.zone)

    def place(at: dt.datetime | None) -> float:
        date = at.astimezone(zone).date() if at else today
        return max(0.0, min(100.0, 100 * (date - start).days / whole))

    return tuple((place(pause.since), place(pause.until)) for pause in clock.derivation.pauses)
