"""Undelivered notices in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import outbox
from huiyin.web import dates
from huiyin.web.components import Item, Link, Tag

from .queries import Line, Page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


PERSONS = ("vault:", "proof:")


def item(line: Line, zone: str) -> Item:
    """A row of the list."""
    url = reverse("deliveries:notice", args=[line.notice.public_id])
    owed = _("owed since %(moment)s") % {"moment": dates.moment_text(line.notice.owed_at, zone)}
    return Item(line.thing.title, url, "", "", (*facts(line), owed), None, Link(url, _("Settle it"), line.thing.title))


def facts(line: Line) -> tuple[StrOrPromise | Tag, ...]:
    """Who did not get it, by which way, how often it was tried, and what was in the way."""
    notice = line.notice
    count = ngettext("tried once", "tried %(count)d times", notice.tries) % {"count": notice.tries}
    return (
        whom(notice),
        outbox.Channel(notice.channel).label,
        count,
        *([Tag(notice.failure.label, "late")] if notice.failure else []),
    )


def whom(notice: outbox.Undelivered) -> str:
    """Whom it is for, without a name: names are sealed."""
    return _("to the person whose matter it is") if notice.to.startswith(PERSONS) else _("to a member of staff")


def tries(page: Page) -> list[tuple[dt.datetime, StrOrPromise, StrOrPromise, str]]:
    """(moment, way, what came of it, for who runs the machine)."""
    return [
        (one.at, one.get_channel_display(), _("taken") if one.taken else one.get_failure_display(), one.detail)
        for one in page.tries
    ]


def proposed(page: Page) -> str:
    """Which other way there is, from what the person left."""
    if "phone" in page.kept:
        return _("A telephone number is kept: open it with its purpose on the page of the case, and call.")
    if "address" in page.kept:
        return _("A postal address is kept: send a letter and keep its proof of posting.")
    if page.line.notice.to.startswith(PERSONS):
        return _(
            "No other way is kept. The person reads it on their own page with their code; tell them when they come."
        )
    return _("Tell them in person, and put the address right.")
