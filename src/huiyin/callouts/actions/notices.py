"""Who is told what. Outside of the house a message says what kind of thing it is and where, never more."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.callouts import kinds, rules
from huiyin.callouts.models import AnswerLink, By, Callout, Said, Turn
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ids, outbox, time
from huiyin.kernel.outbox.models import Channel
from huiyin.organisations.addresses import reachable
from huiyin.organisations.models import Appointment, Post

CALL, NEWS = "callouts/call", "callouts/news"
SECRET = 32  # characters of letters alone: what looks like a number is blanked in a queue
LETTERS = "abcdefghjkmnpqrstuvwxyz"
TITLES: dict[str, str | Promise] = {
    "call": _("You are called"),
    "shout": _("NOBODY HAS ANSWERED"),
    "answered": _("Somebody is coming"),
    "withdrawn": _("You are called no longer"),
}


def digest(secret: str) -> str:
    """What is kept of a link: enough to know it again, not to say it."""
    return hashlib.sha256(b"huiyin call-out:" + secret.encode()).hexdigest()


def call(turn: Turn, channels: Sequence[str], before: Sequence[Turn], at: dt.datetime) -> None:
    """Listed in Huiyin, and sent by the first of these ways that works, with a link by which to answer."""
    callout, account = turn.callout, turn.appointment.account
    words = {**_words(callout, "call"), "before": _before(callout, before), "answers": True}
    key = f"{callout.reference}:{turn.public_id}:{turn.times}"
    notices = [outbox.Owed(account.reference, CALL, words, callout.reference, key)]
    ways = rules.ways(channels, settings.OUTBOX_ALARM_WAYS)
    if reachable([account.public_id], ways):
        sent = {**words, "link": _link(turn, at), "language": account.language}
        notices.append(_outside(callout, account.reference, sent, f"{key}:out", ways))
    outbox.owe_many(notices, at=at)


def shout(
    callout: Callout, posts: Iterable[Post], people: Iterable[Appointment], before: Sequence[Turn], at: dt.datetime
) -> None:
    """Each post has it listed, each person hears it by every way that the installation has for alarms."""
    words = {**_words(callout, "shout"), "before": _before(callout, before)}
    key = f"{callout.reference}:shout"
    notices = [outbox.Owed(one.reference, CALL, words, callout.reference, f"{key}:{one.reference}") for one in posts]
    accounts = list(dict.fromkeys(one.account for one in people))
    reached = reachable([one.public_id for one in accounts], settings.OUTBOX_ALARM_WAYS)
    for account in accounts:
        if account.public_id in reached:
            said = {**words, "language": account.language}
            notices.append(
                _outside(callout, account.reference, said, f"{key}:{account.reference}", settings.OUTBOX_ALARM_WAYS)
            )
    outbox.owe_many(notices, at=at)


def over(callout: Callout, what: str, turns: Iterable[Turn], at: dt.datetime, *, post: str = "") -> None:
    """What is still owed is not sent; whoever was called is told that it is over, in Huiyin. `post`: who is coming."""
    outbox.withdraw(about=callout.reference)
    words = {**_words(callout, what), "post": post}
    told = dict.fromkeys(turn.appointment.account.reference for turn in turns)
    key = f"{callout.reference}:{what}"
    outbox.owe_many([outbox.Owed(one, NEWS, words, callout.reference, f"{key}:{one}") for one in told], at=at)


def _outside(callout: Callout, to: str, words: dict[str, Any], key: str, ways: Sequence[str]) -> outbox.Owed:
    """An exercise goes by mail alone and overtakes nothing."""
    if callout.exercise:
        return outbox.Owed(to, CALL, words, callout.reference, key, Channel.EMAIL)
    return outbox.Owed(to, CALL, words, callout.reference, key, ways[0], alarm=True, alarm_ways=tuple(ways))


def _words(callout: Callout, what: str) -> dict[str, Any]:
    return {
        "title": in_every_language(TITLES[what]),
        "kind": in_every_language(kinds.TITLES[callout.cause]),
        "office": callout.organisation.name,
        "exercise": callout.exercise,
    }


def _before(callout: Callout, turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Who was called before, when, and that there was no answer. A post, no name."""
    zone = time.zone_of(callout.organisation.zone)
    return [
        {
            "post": turn.post_title,
            "at": f"{turn.called_at.astimezone(zone):%H:%M}",
            "cannot": "yes" if turn.said == Said.CANNOT else "",
        }
        for turn in turns
    ]


def _link(turn: Turn, at: dt.datetime) -> str:
    """The address for this one message; empty where the installation does not know its own."""
    if not settings.CSRF_TRUSTED_ORIGINS:
        return ""
    secret = ids.random_text(SECRET, LETTERS)
    AnswerLink.objects.create(turn=turn, digest=digest(secret), ends_at=at + rules.LINK_HOLDS)
    return f"{settings.CSRF_TRUSTED_ORIGINS[0].rstrip('/')}/called/{secret}/"


BY_GATEWAY = {By.SMS: Channel.SMS, By.VOICE: Channel.VOICE}
