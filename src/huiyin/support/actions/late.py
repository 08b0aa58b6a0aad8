"""Nobody answered by the day. The deputy, then the head, is told that somebody waits: a number, and nothing of what for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, outbox, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import Change, is_held
from huiyin.organisations.models import Organisation, Post
from huiyin.support import rules
from huiyin.support.models import OPEN, Request, Supporter

from . import ending, parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEMPLATE = "support/late"


def missed(clock: Clock, at: dt.datetime) -> None:
    """What happens when a day of a request has passed."""
    if clock.name == parts.KEEP:
        ending.kept_long_enough(clock, at)
        return
    act = parts.by_itself("late", clock.subject_id, at)
    row = act.request
    row.late_at = row.late_at or at
    row.late_times += 1
    row.save()
    act.rows.append(clock)
    post = _whom(row.organisation, row.post, row.late_times)
    parts.line(act, other=post)
    waits = Request.objects.filter(organisation=row.organisation, status__in=OPEN).exclude(late_at=None)
    _tell(row.organisation, post, _("Somebody who asked for support was not answered in time"), waits.count(), at)
    if clock.name == parts.STILL:
        act.rows.append(clocks.stop(clock, at=at, because="support.late"))
    if not [one for one in parts.open_clocks(act, parts.STILL) if one.pk != clock.pk]:
        parts.start_own(act, parts.STILL, _("Still waiting for an answer"), rules.STILL_KEY, rules.STILL_DAYS)
    act.end()


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever owes it; nothing else changes."""
    act = parts.by_itself("remind", clock.subject_id, at)
    parts.tell(act, _("Somebody whom you support waits; the day comes near"), [act.request.post])


def holder_changed(change: Change) -> None:
    """Somebody else holds the post, or nobody: the person reads it and decides. What was asked goes to nobody by itself."""
    known = list(Request.objects.filter(post=change.post, status__in=OPEN).order_by("id"))
    for one in known:
        act = parts.by_itself("holder", one.public_id, change.at)
        parts.line(act, verb="nobody_there" if change.vacant else "holder")
        act.end()
    if known and change.vacant:
        office = change.post.unit.organisation
        _tell(office, _whom(office, change.post, 1), _("Nobody holds the post that supports"), len(known), change.at)


def _whom(organisation: Organisation, post: Post, times: int) -> Post | None:
    """Of those who are there and are not the post itself."""
    named = (
        Supporter.objects.filter(organisation=organisation, until=None)
        .select_related("deputy__unit__organisation")
        .first()
    )
    above = organisation.parent.head_post if organisation.parent else None
    deputy, head = named.deputy if named else None, organisation.head_post
    return rules.told(times, *(one if one and one != post and is_held(one) else None for one in (deputy, head, above)))


def _tell(organisation: Organisation, post: Post | None, title: StrOrPromise, number: int, at: dt.datetime) -> None:
    """Once a day, however many wait."""
    if post is None:
        return
    desk = f"support-desk:{organisation.public_id}"
    day = at.astimezone(time.zone_of(organisation.zone)).date()
    words = {"title": in_every_language(title), "n": number, "office": organisation.name}
    outbox.owe_many([outbox.Owed(post.reference, TEMPLATE, words, desk, f"{desk}:{post.reference}:{day}")], at=at)
