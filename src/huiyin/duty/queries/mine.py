"""What of duty is somebody's own: their shifts that run or come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.duty import rules
from huiyin.duty.models import RosterStatus, Seat
from huiyin.kernel import time
from huiyin.organisations.access import Actor

LISTED = 60


@dataclass(frozen=True, slots=True)
class Own:
    """A seat of one's own. `can_say`: that one is there, now; `can_swap`: it has not begun."""

    seat: Seat
    can_say: bool
    can_swap: bool


def coming(actor: Actor) -> tuple[Own, ...]:
    """Of every office where this account is on duty, the next first."""
    now = time.now()
    return tuple(_own(one, now) for one in _seats(actor).filter(shift__ends_at__gt=now)[:LISTED])


def to_say(actor: Actor) -> tuple[Own, ...]:
    """Shifts that run, or begin soon, whose people say when they are there."""
    now = time.now()
    found = _seats(actor).filter(
        shift__kind__says_here=True, shift__ends_at__gt=now, shift__begins_at__lte=now + rules.EARLY
    )
    return tuple(_own(one, now) for one in found)


def _seats(actor: Actor) -> QuerySet[Seat]:
    found = Seat.objects.filter(
        member__account_id=actor.account_id, left_at=None, shift__roster__status=RosterStatus.PUBLISHED
    )
    return found.select_related("shift__kind", "shift__organisation", "member").order_by("shift__begins_at", "id")


def _own(seat: Seat, now: dt.datetime) -> Own:
    return Own(seat, _can_say(seat, now), seat.shift.begins_at > now)


def _can_say(seat: Seat, now: dt.datetime) -> bool:
    return (
        seat.shift.kind.says_here
        and seat.here_at is None
        and seat.shift.begins_at - rules.EARLY <= now < seat.shift.ends_at
    )
