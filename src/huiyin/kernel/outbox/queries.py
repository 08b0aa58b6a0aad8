"""What a reader has got, and what could not be delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from . import letters
from .models import Channel, Notice, State


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One in-app notice in words."""

    public_id: str
    subject: str
    body: str
    about: str
    at: dt.datetime
    read: bool


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
