"""What a reader has got, and what could not be delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from . import letters
from .models import OPEN, Attempt, Channel, Failure, Notice, State


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One in-app notice in words."""

    public_id: str
    subject: str
    body: str
    about: str
    at: dt.datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice that did not get through: given up (`dead`), or still tried again. `failure`: of the last try."""

    public_id: str
    to: str
    channel: Channel
    about: str
    owed_at: dt.datetime
    dead: bool
    tries: int
    failure: Failure | None
    tried_at: dt.datetime | None
    next_try_at: dt.datetime


def inbox(to: Collection[str], *, language: str, limit: int = 50, unread_only: bool = False) -> list[InboxItem]:
    """The newest notices to these references (an account and its posts), newest first."""
    rows = _listed(to).order_by("-id")
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return [_item(row, language) for row in rows[:limit]]


def unread_count(to: Collection[str], most: int = 99) -> int:
    """How many are unread, counted no further than `most`."""
    return _listed(to).filter(read_at__isnull=True)[:most].count()


def given_up(limit: int = 100) -> list[Notice]:
    """Notices that a person must settle, oldest first."""
    return list(Notice.objects.filter(state=State.DEAD).order_by("id")[:limit])


def abouts_given_up() -> frozenset[tuple[str, str]]:
    """(about, to) of all that a person must settle."""
    return frozenset(Notice.objects.filter(state=State.DEAD).values_list("about", "to"))


def undelivered(about: Collection[str], *, given_up_only: bool = False) -> list[Undelivered]:
    """What did not get through about these things, oldest first: given up, and what has failed and is tried again."""
    states = (State.DEAD,) if given_up_only else (State.DEAD, *OPEN)
    rows = Notice.objects.filter(about__in=about, state__in=states)
    found = list(rows.exclude(state__in=OPEN, attempts=0).order_by("id")[:200])
    last = {one.notice_id: one for one in Attempt.objects.filter(notice__in=found).order_by("id")}
    return [_undelivered(row, last.get(row.pk)) for row in found]


def not_arrived(about: str, to: Collection[str]) -> list[Undelivered]:
    """What these recipients of one thing did not get, by a way that is at its end: for their own page."""
    return [one for one in undelivered([about], given_up_only=True) if one.to in to]


def tries_of(notice: Notice) -> list[Attempt]:
    """Every try, oldest first."""
    return list(notice.tries.order_by("id"))


def waiting() -> dict[str, int]:
    """How many wait to be sent, are being sent, or are dead; for `huiyin doctor`."""
    open_states = (State.OWED, State.LEASED, State.DEAD)
    rows = Notice.objects.filter(state__in=open_states).values_list("state").annotate(number=Count("id"))
    return {str(state): number for state, number in rows}


def _listed(to: Collection[str]) -> QuerySet[Notice]:
    return Notice.objects.filter(to__in=to, channel=Channel.IN_APP, state=State.DELIVERED)


def _item(row: Notice, language: str) -> InboxItem:
    letter = letters.compose(row, language)
    return InboxItem(row.public_id, letter.subject, letter.body, row.about, row.owed_at, row.read_at is not None)


def _undelivered(row: Notice, last: Attempt | None) -> Undelivered:
    return Undelivered(
        public_id=row.public_id,
        to=row.to,
        channel=Channel(row.channel),
        about=row.about,
        owed_at=row.owed_at,
        dead=row.state == State.DEAD,
        tries=row.attempts,
        failure=Failure(last.failure) if last and last.failure else None,
        tried_at=last.at if last else None,
        next_try_at=row.next_attempt_at,
    )
