"""Notices as rows and facts of pages."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.web import dates
from huiyin.web.components import Fact, Item, Link, Tag

from .models import Announcement, Status
from .queries.notices import Page, Row
from .wording import STATUS


def url(row: Announcement) -> str:
    return reverse("announcements:notice", args=[row.public_id])


def item(row: Row, *, mine: bool = False) -> Item:
    """A row of a list. `mine`: this post has to acknowledge it."""
    one = row.announcement
    facts: list[Tag | str] = []
    if one.status == Status.WITHDRAWN:
        facts.append(Tag(str(STATUS[one.status]), "late", "warning"))
    elif one.status != Status.RUNNING:
        facts.append(str(STATUS[one.status]))
    if row.said.number > 1:
        facts.append(_("corrected"))
    facts += [_in_short(one), _days(one)]
    if mine and one.by_on:
        facts.append(_("to be read by %(day)s") % {"day": dates.day_text(one.by_on)})
    action = Link(url(one), _("Read it"), note=row.said.title) if mine else None
    return Item(row.said.title, url(one), "", "", tuple(facts), None, action)


def facts(page: Page) -> list[Fact]:
    one = page.announcement
    found = [Fact(_("Whom it is for"), whom(page))]
    if one.classes:
        found.append(Fact(_("Parents of"), "、".join(name for name, _taps in page.classes)))
    found += [
        Fact(_("It stands"), _days(one)),
        Fact(_("It was written by"), f"{one.written_title} · {_moment(one, one.written_at)}"),
    ]
    if page.said.approved_at:
        found.append(Fact(_("Published by"), f"{page.said.approved_title} · {_moment(one, page.said.approved_at)}"))
    if one.acknowledge and one.by_on:
        found.append(Fact(_("To be read by"), dates.day_text(one.by_on)))
    return found


def whom(page: Page) -> str:
    if page.announcement.everybody:
        return _("every post of the house")
    return "、".join(page.for_whom) or _("no post of the house")


def _moment(one: Announcement, at: dt.datetime) -> str:
    return dates.moment_text(at, one.organisation.zone)


def _days(one: Announcement) -> str:
    return _("%(first)s to %(last)s") % {"first": dates.day_text(one.from_on), "last": dates.day_text(one.until_on)}


def _in_short(one: Announcement) -> str:
    inside = _("every post") if one.everybody else ngettext("%(n)d unit or post", "%(n)d units and posts", len(one.units) + len(one.posts)) % {"n": len(one.units) + len(one.posts)}  # fmt: skip
    parents = ngettext("parents of %(n)d class", "parents of %(n)d classes", len(one.classes)) % {"n": len(one.classes)}
    told = [inside] if one.everybody or one.units or one.posts else []
    return " · ".join([*told, *([parents] if one.classes else [])])
