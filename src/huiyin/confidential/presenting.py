"""Reports as rows and lines of pages. Nothing of what was said stands in a row of a list."""

from __future__ import annotations

from dataclasses import replace

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, EventKind, Item, Link, Tag

from .models import Report
from .queries import Line, Row
from .wording import KINDS, OUTCOMES, OWED, PROTECTIONS, SHORT, STATES


def url(report: Report) -> str:
    return reverse("confidential:report", args=[report.public_id])


def item(row: Row) -> Item:
    """Its seal number, its day, how it stands."""
    one = row.report
    facts: list[Tag | str] = [str(STATES[one.state]), _("with a name") if one.named else _("without a name")]
    if one.of_harm:
        facts.insert(0, Tag(_("retaliation"), "late"))
    if one.late_on is not None:
        facts.append(Tag(_("an answer is late"), "late"))
    day = dates.day_text(one.received_on, one.organisation.zone)
    title = _("Sealed report of %(day)s") % {"day": day}
    return Item(
        title,
        url(one),
        "",
        "",
        tuple(facts),
        titled_chip(row.clock),
        Link(url(one), _("Look at it"), note=one.seal_number),
    )


def chip_of(clock: ClockView | None) -> DeadlineChip | None:
    """What the reporter waits for, in words to them."""
    if clock is not None and clock.name in OWED:
        clock = replace(clock, title=dict.fromkeys(("en", "zh-hans", "zh-hant"), str(OWED[clock.name])))
    return titled_chip(clock)


def events(lines: tuple[Line, ...]) -> tuple[Event, ...]:
    """The course, newest first, with what was said."""
    found = []
    for line in reversed(lines):
        said = line.said
        words = {"outcome": str({**OUTCOMES, **PROTECTIONS}.get(said.outcome, "")), "text": said.text}
        detail = "" if said.kind in SHORT else linebreaksbr(said.text)
        kind: EventKind = "voice" if line.message.by_reporter else "office"
        found.append(Event(str(KINDS[said.kind]) % words, line.message.on, kind, said.by, detail))
    return tuple(found)
