"""Whether two people have agreed to open the identity of a sealed case."""

from __future__ import annotations

import datetime as dt
from typing import Final

from huiyin.cases.models import Case, Concern
from huiyin.organisations.access import Actor
from huiyin.organisations.models import TwoHands

OPEN: Final = "cases.open_identity"
LASTS = dt.timedelta(hours=1)  # after the second person, for both of them; the operator's own rule


def agreed_by_two(actor: Actor, concern: Concern, at: dt.datetime) -> TwoHands | None:
    """What both hands have confirmed within the hour before `at`, for either of the two."""
    about = f"concern:{concern.public_id}"
    found = TwoHands.objects.filter(act=OPEN, about=about, confirmed_at__gt=at - LASTS).order_by("-id")
    return next((row for row in found if actor.account_id in (row.asked_by_id, row.confirmed_by_id)), None)


def owes_second(actor: Actor, case: Case, concern: str, at: dt.datetime) -> bool:
    """Whether somebody else must agree before the actor opens the identity of this concern (its public id)."""
    return case.sealed and agreed_by_two(actor, case.concerns.get(public_id=concern), at) is None
