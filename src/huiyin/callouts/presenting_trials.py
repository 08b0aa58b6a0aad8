"""Trials with real messages as rows and facts of pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.kernel.outbox.models import Channel
from huiyin.web import dates
from huiyin.web.components import Fact, Item

from . import kinds
from .models import By, Trial
from .presenting import policy_title
from .queries.trials import Message, Page, Person


@dataclass(frozen=True, slots=True)
class Way:
    """`kind`: heard, late, or nothing."""

    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    who: str
    ways: tuple[Way, ...]


def title(row: Trial) -> str:
    """As its page is called: it begins with the word for an exercise, as each of its messages does."""
    said = _("Trial of a call-out: %(kind)s") % {"kind": kinds.TITLES[row.cause]}
    return _("[EXERCISE] %(title)s") % {"title": said}


def url(row: Trial) -> str:
    return reverse("callouts:trial", args=[row.public_id])


def item(row: Trial) -> Item:
    begun = dates.moment_text(row.begun_at, row.organisation.zone)
    return Item(title(row), url(row), "", "", (row.organisation.name, begun), None, None)


def facts(page: Page) -> list[Fact]:
    row = page.trial
    counted = _("%(heard)d of %(number)d people") % {"heard": page.heard, "number": len(page.people)}
    return [
        Fact(_("Confirmed by"), counted),
        Fact(_("Office"), row.organisation.name),
        Fact(_("By the policy"), f"{policy_title(row.rules)} · {row.rules.name}@{row.rules.version}"),
        Fact(_("Began"), dates.moment_text(row.begun_at, row.organisation.zone)),
        Fact(_("Over at"), dates.moment_text(row.ended_at or row.ends_at, row.organisation.zone)),
    ]


def person(one: Person, page: Page) -> PersonRow:
    return PersonRow(f"{one.post} · {one.holder}", tuple(_way(message, page) for message in one.messages))


def got(way: str) -> str:
    """The words of the button by which a person says so in Huiyin."""
    return _("I got the one by %(way)s") % {"way": Channel(way).label}


def _way(message: Message, page: Page) -> Way:
    call, zone = message.call, page.trial.organisation.zone
    if not call.way:
        return Way(_("no address: a real alarm would only be listed in Huiyin"), "late")
    way = str(Channel(call.way).label)
    if call.heard_at is not None:
        words = {"way": way, "at": dates.moment_text(call.heard_at, zone), "how": By(call.by).label}
        return Way(_("%(way)s: confirmed %(at)s, %(how)s") % words, "heard")
    if call.quiet:
        return Way(_("%(way)s: nothing sent, these are their quiet hours") % {"way": way})
    if message.failed:
        return Way(_("%(way)s: could not be delivered") % {"way": way}, "late")
    if message.sent_at is not None:
        words = {"way": way, "at": dates.moment_text(message.sent_at, zone)}
        if page.runs:
            return Way(_("%(way)s: sent %(at)s, not confirmed yet") % words)
        return Way(_("%(way)s: sent %(at)s, never confirmed") % words, "late")
    if not page.runs:
        return Way(
            pgettext("a message of a trial", "%(way)s: not sent before the trial was over") % {"way": way}, "late"
        )
    return Way(_("%(way)s: waits to be sent") % {"way": way})
