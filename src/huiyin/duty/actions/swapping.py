"""Two swap seats, or one takes the other's, as both agree. The hard rules are asked when it is asked for and when it is carried out."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.duty import weighing
from huiyin.duty.models import OPEN_SWAPS, Member, RosterStatus, Seat, Swap, SwapState
from huiyin.duty.wording import WHY_NOT
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may

from . import notices, parts
from .parts import Doing

FULL = (
    "organisation__head_post", "organisation__parent", "seat__member__account", "seat__member__appointment__post", "seat__shift__roster",
    "seat__shift__kind", "other__account", "other__appointment__post", "other_seat__shift__kind", "other_seat__shift__roster",
)  # fmt: skip


def ask(*, actor: Actor, seat_id: str, member: str = "", back: str = "", note: str = "") -> Swap:
    """Who sits there asks another: for one of their seats (`back`), or to take this one (`member`). The other is told."""
    with store.write():
        seat = _seat(seat_id)
        if seat is None or seat.member.account_id != actor.account_id:
            raise Refused
        back_seat = _seat(back) if back else None
        other = back_seat.member if back_seat else Member.objects.filter(public_id=member, organisation_id=seat.shift.organisation_id, closed_at=None).first()  # fmt: skip
        if (
            other is None
            or other.pk == seat.member_id
            or (back_seat and back_seat.shift.roster_id != seat.shift.roster_id)
        ):
            raise BadInput("whom", _("Choose whom you ask."), "")
        if Swap.objects.filter(seat=seat, state__in=OPEN_SWAPS).exists():
            raise Conflict(_("Somebody is asked about this shift already."), _("Withdraw that first."))
        row = Swap(organisation=seat.shift.organisation, seat=seat, other=other, other_seat=back_seat, note=note.strip()[:300], asked_at=time.now())  # fmt: skip
        _check(row, seat, back_seat)
        row.save()
        _record("swap_ask", actor.reference, row, [_clock(row, seat, back_seat)])
        _tell(row, "swap_asked", [other.account.reference], actor)
    return row


def agree(*, actor: Actor, swap_id: str) -> Swap:
    """The other one says yes. It holds at once, or when who makes rosters has approved it, where the office chose so."""
    with store.write():
        row = _open(swap_id, SwapState.ASKED)
        if row.other.account_id != actor.account_id:
            raise Refused
        row.answered_at = time.now()
        if any(one.shift.kind.swaps_approved for one in (row.seat, row.other_seat) if one):
            _check(row, row.seat, row.other_seat)
            row.state = SwapState.AGREED
            row.save()
            _record("swap_agree", actor.reference, row, [])
            _tell(row, "swap_agreed", [parts.answers(row.seat.shift.roster)], actor)
        else:
            _carry_out(row, actor)
    return row


def refuse(*, actor: Actor, swap_id: str) -> Swap:
    """The other one says no; no reason is asked."""
    with store.write():
        row = _open(swap_id, SwapState.ASKED)
        if row.other.account_id != actor.account_id:
            raise Refused
        row.answered_at = time.now()
        _end(row, SwapState.REFUSED, actor, [row.seat.member.account_reference])
    return row


def withdraw(*, actor: Actor, swap_id: str) -> Swap:
    """Who asked has thought better of it, as long as it does not hold."""
    with store.write():
        row = _open(swap_id, *OPEN_SWAPS)
        if row.seat.member.account_id != actor.account_id:
            raise Refused
        _end(row, SwapState.WITHDRAWN, actor, [row.other.account_reference])
    return row


def decide(*, actor: Actor, swap_id: str, approve: bool) -> Swap:
    """Who makes rosters approves what two agreed on, or does not. Not of one's own swap."""
    with store.write():
        row = _open(swap_id, SwapState.AGREED)
        if not may(actor, "duty_roster", row) or actor.account_id in (row.seat.member.account_id, row.other.account_id):
            raise Refused
        row.decided_by = actor.reference
        if approve:
            _carry_out(row, actor)
        else:
            _end(row, SwapState.TURNED_DOWN, actor, _both(row))
    return row


def lapsed(clock: Clock, at: dt.datetime) -> None:
    """The first of the shifts has begun: whoever sits there sits there. For the sweep."""
    row = Swap.objects.select_for_update(of=("self",)).select_related(*FULL).get(public_id=clock.subject_id)
    if row.state in OPEN_SWAPS:
        row.state, row.ended_at = SwapState.LAPSED, at
        row.save()
        ledger.record(verb="duty.swap_lapsed", actor=parts.SYSTEM, about=row.reference, at=at, commits=[row, clock])
        notices.tell(row.seat.shift, "swap_lapsed", _both(row), actor=parts.SYSTEM, at=at, about=row.reference)


def _carry_out(row: Swap, actor: Actor) -> None:
    """Both seats change hands, by the rules as they are now; whoever published the roster is told."""
    _check(row, row.seat, row.other_seat)
    moves = [(row.seat, row.other), *([(row.other_seat, row.seat.member)] if row.other_seat else [])]
    rows: list[ledger.Committed] = []
    for seat, comes in sorted(moves, key=lambda one: one[0].shift_id):
        act = Doing("swap", parts.locked(seat.shift.public_id), actor.reference, actor.post_title, time.now())
        seat.left_at = act.at
        seat.save(update_fields=["left_at"])
        fresh = Seat.objects.create(shift=act.shift, member=comes, leads=seat.leads, given_at=act.at)
        parts.line(act, "swapped", data={"who": comes.title, "whom": seat.member.title, "seat": fresh.public_id, "member": comes.public_id, "left": seat.public_id})  # fmt: skip
        parts.look_for_gap(act)
        act.end()
        rows += act.rows
    _end(row, SwapState.DONE, actor, [*_both(row), parts.answers(row.seat.shift.roster)])


def _end(row: Swap, state: SwapState, actor: Actor, told: list[str]) -> None:
    row.state, row.ended_at = state, time.now()
    row.save()
    watched = clocks.queries.open_rows(parts.SWAP, row.public_id, names=(parts.ANSWER,))
    _record(
        f"swap_{state}",
        actor.reference,
        row,
        [clocks.meet(one, at=row.ended_at, because=f"duty.swap_{state}") for one in watched],
    )
    _tell(row, f"swap_{state}", told, actor)


def _clock(row: Swap, seat: Seat, back: Seat | None) -> Clock:
    """It ends when the first of the shifts begins."""
    begins = min(one.shift.begins_at for one in (seat, back) if one)
    length = max(int((begins - row.asked_at) // dt.timedelta(minutes=1)), 0)
    unit: Unit
    unit, number = ("minutes", length) if length <= parts.MOST_MINUTES else ("hours", length // 60)
    return parts.started(
        parts.SWAP, row.public_id, parts.ANSWER, _("A swap of shifts is to be answered"), parts.answers(seat.shift.roster), row.asked_at, number,
        unit, organisation=row.organisation, told=_("It comes to nothing; both are told."),
    )  # fmt: skip


def _check(row: Swap, seat: Seat, back: Seat | None) -> None:
    """`BadInput` with the hard rule that is against it; `Conflict` where a seat is no longer there, or its shift has begun."""
    sitting = [one for one in (seat, back) if one]
    now = time.now()
    for one in sitting:
        if one.left_at is not None or one.shift.begins_at <= now or one.shift.roster.status != RosterStatus.PUBLISHED:
            raise Conflict(
                _("One of these shifts has begun, or the seat is no longer theirs."), _("Look at it as it stands here.")
            )
    if back and back.leads != seat.leads:
        raise BadInput("whom", _("Being in charge is not swapped for serving."), _("Choose another shift."))
    members = weighing.members_of(row.organisation_id)
    known = {one.pk: one for one in members}
    if row.other_id not in known or seat.member_id not in known:
        raise Conflict(_("Somebody takes part in duty no more."), _("Look at it as it stands here."))
    people = weighing.people_of_roster(seat.shift.roster, members, own=True)
    against = weighing.swap_against(
        seat, known[row.other_id], back, weighing.seats_of([one.shift for one in sitting]), people,
        weighing.rest_of(row.organisation), weighing.apart_of(row.organisation_id),
    )  # fmt: skip
    if against:
        raise BadInput(
            "whom",
            _("A rule is against it: somebody %(why)s.") % {"why": WHY_NOT[against]},
            _("Choose another shift or somebody else."),
        )


def _seat(public_id: str) -> Seat | None:
    found = Seat.objects.select_related("shift__roster", "shift__kind", "shift__organisation", "shift__qualification", "member__account", "member__appointment__post")  # fmt: skip
    return found.filter(public_id=public_id, left_at=None, shift__roster__status=RosterStatus.PUBLISHED).first()


def _open(public_id: str, *states: SwapState) -> Swap:
    row = Swap.objects.select_for_update(of=("self",)).select_related(*FULL).filter(public_id=public_id).first()
    if row is None:
        raise Refused
    if row.state not in states:
        raise Conflict(_("This swap does not stand as it did any more."), _("Look at it as it stands here."))
    return row


def _both(row: Swap) -> list[str]:
    return [row.seat.member.account_reference, row.other.account_reference]


def _record(verb: str, actor: str, row: Swap, clocks_of_it: list[Clock]) -> None:
    ledger.record(verb=f"duty.{verb}", actor=actor, about=row.reference, at=time.now(), commits=[row, *clocks_of_it])


def _tell(row: Swap, verb: str, told: list[str], actor: Actor) -> None:
    others = [one for one in told if one not in (actor.account_reference, actor.reference)]
    notices.tell(row.seat.shift, verb, others, actor=actor.account_reference, at=time.now(), about=row.reference)
