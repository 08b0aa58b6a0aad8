"""What a calendar reads: the shifts of the one account whose address it is, and what falls due at its post or in its office."""

from __future__ import annotations

import datetime as dt

from huiyin.agenda import queries as agenda
from huiyin.agenda.sources import Due
from huiyin.duty.actions.feeding import digest
from huiyin.duty.models import Feed, RosterStatus, Seat
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.models import Account

BACK = dt.timedelta(days=31)
AHEAD = dt.timedelta(days=183)
MOST = 400


def since(actor: Actor) -> dt.datetime | None:
    """Since when this account has an address; None: it has none."""
    return Feed.objects.filter(account_id=actor.account_id, ended_at=None).values_list("made_at", flat=True).first()


def whose(secret: str) -> tuple[Account, Actor]:
    """`Refused` where there is no such address any more, or who it was for is no longer of the house."""
    feed = Feed.objects.select_related("account").filter(digest=digest(secret), ended_at=None).first()
    actor = actor_for(feed.account) if feed else None
    if feed is None or actor is None:
        raise Refused
    return feed.account, actor


def shifts(account: Account) -> tuple[Seat, ...]:
    """Of the last month and to come."""
    seats = Seat.objects.filter(
        member__account=account, left_at=None, shift__roster__status=RosterStatus.PUBLISHED, shift__ends_at__gt=time.now() - BACK
    )  # fmt: skip
    return tuple(seats.select_related("shift__kind", "shift__organisation").order_by("shift__begins_at")[:MOST])


def falling_due(actor: Actor, *, own: bool) -> list[Due]:
    """Of the last month and the half year to come: of the office, or of the own post."""
    if not may(actor, "agenda_read"):
        raise Refused
    today = time.today(actor.zone)
    return agenda.falling_due(actor, today - BACK, today + AHEAD, own=own)[:MOST]
