"""Requests as rows and lines of pages. Nothing of what was said stands in a row of a list."""

from __future__ import annotations

from typing import Literal

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.web import dates
from huiyin.web.components import Event, Item, Link, Tag

from .actions.parts import PERSON
from .models import Request, Status
from .queries import Page, Row
from .wording import LATE, STATUS, happened


def url(row: Request) -> str:
    return reverse("support:request", args=[row.public_id])


def item(row: Row, *, mine: bool = False) -> Item:
    """A row of a list: when it was asked, and how it stands."""
    one = row.request
    day = dates.day_text(one.asked_at, one.organisation.zone)
    facts: list[Tag | str] = [str(STATUS[one.status])]
    if one.late_at is not None:
        facts.append(Tag(_("an answer is late"), "late"))
    if not mine:
        facts.append(one.post.title)
    words = _("Take it on") if one.status == Status.ASKED else _("Look at it")
    action = Link(url(one), words, note=day) if mine else None
    return Item(
        _("Support asked for on %(day)s") % {"day": day}, url(one), "", "", tuple(facts), titled_chip(row.clock), action
    )


def events(page: Page) -> tuple[Event, ...]:
    """The course, newest first, each line with what was said."""
    zone, found = page.request.organisation.zone, []
    for said in page.said:
        line = said.line
        moment = dates.moment_text(line.on, zone) if line.on else ""
        day = dates.day_text(line.on, zone) if line.on else ""
        kind: Literal["voice", "office", "late"] = "voice" if line.actor == PERSON else "office"
        if line.verb in LATE:
            kind = "late"
        found.append(Event(happened(line, moment, day), line.at, kind, line.actor_title, linebreaksbr(said.text)))
    return tuple(found)
