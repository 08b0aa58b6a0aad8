"""From what is stored to what the components draw: the same derivation, strip and timeline for staff and petitioner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.kernel import time
from huiyin.kernel.clocks import words
from huiyin.kernel.clocks.explaining import Derivation
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures.engine.strip import StripStep
from huiyin.procedures.schema import Words
from huiyin.web import clock_chips, components, dates
from huiyin.web.clock_chips import SOON_DAYS

__all__ = ["SOON_DAYS", "chip", "clock_bar", "derivation_rows", "pick", "strip"]


def pick(texts: dict[str, str] | Words) -> str:
    """The text in the reader's language."""
    return texts.into(get_language() or "zh-hans") if isinstance(texts, Words) else words.pick(texts)


def derivation_rows(derivation: Derivation) -> tuple[components.DerivationRow, ...]:
    """How a date came about, for the chip that opens to it."""
    pauses = tuple(replace(pause, reason=_said(pause.reason)) for pause in derivation.pauses)
    return clock_chips.derivation_rows(replace(derivation, pauses=pauses))


def _said(verb: str) -> str:
    """Why a clock stood still: the act that let it, in words."""
    from .wording import happened  # which picks its words with this module

    return str(happened(verb, ())) if verb else ""


def chip(clock: ClockView, *, flat: bool = False) -> components.DeadlineChip:
    """The date with what is left. `flat`: the derivation stands beside it."""
    return clock_chips.chip(clock, () if flat else derivation_rows(clock.derivation))


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
        now_label=clock_chips.late(clock.late_days) if clock.late_days else day,
        start_label=dates.short_day_text(start, derivation.zone),
        due_label=dates.short_day_text(due, derivation.zone),
        tone=clock_chips.state(clock)[1],
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


def _pauses(clock: ClockView, start: dt.date, whole: int, today: dt.date) -> tuple[tuple[float, float], ...]:
    zone = time.zone_of(clock.derivation.zone)

    def place(at: dt.datetime | None) -> float:
        date = at.astimezone(zone).date() if at else today
        return max(0.0, min(100.0, 100 * (date - start).days / whole))

    return tuple((place(pause.since), place(pause.until)) for pause in clock.derivation.pauses)
