"""From a led case to what boards and cards draw."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.views.staff_parts import case_url, sentence, titled_chip
from huiyin.kernel import time
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, Link, Tag

from .models import LeaderStep
from .queries.board import BoardRow
from .wording import STEPS


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the board: the person's sentence, the leader's next step and its date, what is owed next and its date."""

    title: str
    url: str
    number: str
    sentence: str
    next_step: str
    own: DeadlineChip | None
    owed: DeadlineChip | None
    contact: str
    tags: tuple[Tag, ...]
    act: Link


def line(row: BoardRow, *, mine: bool) -> Line:
    case, url = row.case, reverse("leaders:lead", args=[row.lead.public_id])
    tags = [Tag(_("not settled, says the person"), "soon")] if case.refused_at else []
    if case.facts.get("extensions"):
        tags.append(Tag(_("time extended"), "soon"))
    word = _("Go on with the case") if mine else _("Look at it")
    return Line(
        title=case.title,
        url=url if mine else case_url(case.public_id),
        number=case.public_id,
        sentence=sentence(case.title, case.summary),
        next_step=row.lead.next_step,
        own=titled_chip(row.own),
        owed=titled_chip(row.owed),
        contact=contact(row),
        tags=tuple(tags),
        act=Link(url, word, note=case.title),
    )


def contact(row: BoardRow) -> str:
    """When the office last spoke with the person."""
    zone = row.case.organisation.zone
    if row.contact_at is None:
        return _("Nobody has spoken with the person yet.")
    days = (time.today(zone) - row.contact_at.astimezone(time.zone_of(zone)).date()).days
    day = dates.short_day_text(row.contact_at, zone)
    if days <= 0:
        return _("Last word with the person: today")
    ago = ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return _("Last word with the person: %(ago)s (%(day)s)") % {"ago": ago, "day": day}


def step(one: LeaderStep) -> Event:
    return Event(STEPS[one.kind], one.on, "office", by=one.actor_title, detail=one.text)
