"""What a calendar reads: the shifts of the one account whose address it is."""

from __future__ import annotations

import datetime as dt

from huiyin.duty.actions.feeding import digest
from huiyin.duty.models import Feed, RosterStatus, Seat
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.models import Account

BACK = dt.timedelta(days=31)
MOST = 400


def since(actor: Actor) -> dt.datetime | None:
    """Since when this account has an address; None: it has none."""
    return Feed.objects.filter(account_id=actor.account_id, ended_at=None).values_list("made_at", flat=True).first()


def read(secret: str) -> tuple[Account, tuple[Seat, ...]]:
    """`Refused` where there is no such address any more, or who it was for is no longer of the house."""
    feed = Feed.objects.select_related("account").filter(digest=digest(secret), ended_at=None).first()
    if feed is None or actor_for(feed.account) is None:
        raise Refused
    seats = Seat.objects.filter(
        member__account=feed.account, left_at=None, shift__roster__status=RosterStatus.PUBLISHED, shift__ends_at__gt=time.now() - BACK
    )  # fmt: skip
    return feed.account, tuple(
        seats.select_related("shift__kind", "shift__organisation").order_by("shift__begins_at")[:MOST]
    )
