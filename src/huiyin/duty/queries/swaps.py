"""Swaps of shifts: those that concern somebody, those that wait for who makes rosters, and what one could ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from huiyin.duty import weighing
from huiyin.duty.models import OPEN_SWAPS, RosterStatus, Seat, Swap, SwapState
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may

LISTED = 30
FULL = (
    "seat__shift__kind", "seat__shift__organisation", "seat__member__account", "other__account", "other_seat__shift__kind", "other_seat__shift__organisation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`can`: agree, refuse, withdraw, approve, turn_down."""

    swap: Swap
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offers:
    """What the holder of a seat can ask for: seats of others that can be swapped for it, and who could take it."""

    seat: Seat
    seats: tuple[Seat, ...]
    people: tuple[tuple[str, str], ...]


def listed(actor: Actor) -> tuple[Line, ...]:
    """One's own, asked and asking; for who makes rosters all of the office. Open ones first."""
    own = Q(seat__member__account_id=actor.account_id) | Q(other__account_id=actor.account_id)
    of_office = Q(
        organisation_id=actor.organisation_id, state__in=(SwapState.AGREED, SwapState.DONE, SwapState.TURNED_DOWN)
    )
    found = Swap.objects.filter(own | of_office if may(actor, "duty_roster") else own).select_related(*FULL)
    rows = sorted(found.order_by("-id")[:LISTED], key=lambda one: one.state not in OPEN_SWAPS)
    return tuple(Line(one, _can(actor, one)) for one in rows)


def offers(actor: Actor, seat_id: str) -> Offers:
    """Within the roster, and by every hard rule both ways."""
    full = (
        "shift__roster",
        "shift__kind",
        "shift__organisation",
        "shift__qualification",
        "member__account",
        "member__appointment__post",
    )
    seats = Seat.objects.select_related(*full).filter(left_at=None, shift__roster__status=RosterStatus.PUBLISHED)
    seat = seats.filter(public_id=seat_id, member__account_id=actor.account_id, shift__begins_at__gt=time.now()).first()
    if seat is None:
        raise Refused
    coming = list(
        seats.filter(shift__roster=seat.shift.roster, shift__begins_at__gt=time.now()).order_by(
            "shift__begins_at", "id"
        )
    )
    members = weighing.members_of(seat.shift.organisation_id)
    known = {one.pk: one for one in members}
    people = weighing.people_of_roster(seat.shift.roster, members, own=True)
    sitting = weighing.seats_of({one.shift for one in coming})
    rest, apart = weighing.rest_of(seat.shift.organisation), weighing.apart_of(seat.shift.organisation_id)

    def can(member_id: int, back: Seat | None) -> bool:
        given = member_id in known and member_id != seat.member_id and seat.member_id in known
        return given and weighing.swap_against(seat, known[member_id], back, sitting, people, rest, apart) is None

    return Offers(
        seat, tuple(one for one in coming if one.leads == seat.leads and can(one.member_id, one)),
        tuple((one.public_id, f"{one.name} · {one.title}") for one in members if can(one.pk, None)),
    )  # fmt: skip


def _can(actor: Actor, swap: Swap) -> frozenset[str]:
    asker, other = swap.seat.member.account_id == actor.account_id, swap.other.account_id == actor.account_id
    can: set[str] = set()
    if swap.state == SwapState.ASKED and other:
        can |= {"agree", "refuse"}
    if swap.state in OPEN_SWAPS and asker:
        can.add("withdraw")
    if swap.state == SwapState.AGREED and not asker and not other and may(actor, "duty_roster", swap):
        can |= {"approve", "turn_down"}
    return frozenset(can)
