"""What a calendar reads: the shifts of the one account whose address it is, and what falls due at its posts or in its offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from huiyin.agenda import queries as agenda
from huiyin.agenda.sources import Due
from huiyin.duty.actions.feeding import digest
from huiyin.duty.models import Feed, RosterStatus, Seat
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.session import actors_of
from huiyin.organisations.models import Account

BACK = dt.timedelta(days=31)
AHEAD = dt.timedelta(days=183)
MOST = 400


def since(actor: Actor) -> dt.datetime | None:
    """Since when this account has an address; None: it has none."""
    return Feed.objects.filter(account_id=actor.account_id, ended_at=None).values_list("made_at", flat=True).first()


def whose(secret: str) -> tuple[Account, tuple[Actor, ...]]:
    """The account, in each of its posts. `Refused` where there is no such address any more, or who it was for is no longer of the house."""
    feed = Feed.objects.select_related("account").filter(digest=digest(secret), ended_at=None).first()
    actors = actors_of(feed.account) if feed else ()
    if feed is None or not actors:
        raise Refused
    return feed.account, actors


def shifts(account: Account) -> tuple[Seat, ...]:
    """Of the last month and to come."""
    seats = Seat.objects.filter(
        member__account=account, left_at=None, shift__roster__status=RosterStatus.PUBLISHED, shift__ends_at__gt=time.now() - BACK
    )  # fmt: skip
    return tuple(seats.select_related("shift__kind", "shift__organisation").order_by("shift__begins_at")[:MOST])


def falling_due(actors: Iterable[Actor], *, own: bool) -> list[Due]:
    """Of the last month and the half year to come: of the offices, or of the own posts. What two posts read of one office stands there once."""
    readers = [actor for actor in actors if may(actor, "agenda_read")]
    if not readers:
        raise Refused
    found: dict[tuple[object, ...], Due] = {}
    for actor in readers:
        today = time.today(actor.zone)
        for due in agenda.falling_due(actor, today - BACK, today + AHEAD, own=own):
            found.setdefault((due.url, str(due.what), due.title, due.on), due)
    return sorted(found.values(), key=lambda due: due.on)[:MOST]
