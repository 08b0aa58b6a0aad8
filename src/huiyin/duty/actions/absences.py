"""Somebody is away, is back, or has left the house: each shift to come that is theirs is looked at, and a gap is told at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.duty.models import RosterStatus, Shift
from huiyin.kernel import store

from . import parts
from .parts import Doing


@dataclass(frozen=True, slots=True)
class Who:
    """By whom and when it became known."""

    actor: str
    title: str
    at: dt.datetime


def look(verb: str, account_id: int, organisation_id: int, who: Who) -> None:
    """Part of an action. A shift on which nothing changes by it has no line of it."""
    store.require_write()
    coming = Shift.objects.filter(
        organisation_id=organisation_id, roster__status=RosterStatus.PUBLISHED, ends_at__gt=who.at,
        seats__left_at=None, seats__member__account_id=account_id,
    )  # fmt: skip
    for public_id in list(coming.order_by("begins_at").values_list("public_id", flat=True)):
        act = Doing(verb, parts.locked(public_id), who.actor, who.title, who.at)
        parts.look_for_gap(act)
        if act.rows:
            act.record()
