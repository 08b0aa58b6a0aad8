"""By hand: somebody is put on a shift, or taken off it. On a published roster the person is told, and a gap is looked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.duty import rules, weighing
from huiyin.duty.models import Member, RosterStatus, Seat, Shift
from huiyin.duty.wording import WHY_NOT
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor

from . import notices, parts
from .parts import Doing


def seat(*, actor: Actor, shift_id: str, version: int, member: str, leads: bool = False) -> Seat:
    """Put on the shift, where no hard rule is against it."""
    with store.write():
        act = parts.doing("seat", actor, shift_id, "duty_roster", version)
        row = put(act, member, leads=leads)
        parts.look_for_gap(act)
        act.end()
    return row


def unseat(*, actor: Actor, shift_id: str, version: int, seat_id: str) -> Seat:
    """Taken off the shift; on a published roster the seat stays with its end, and the gap is told."""
    with store.write():
        act = parts.doing("unseat", actor, shift_id, "duty_roster", version)
        row = (
            Seat.objects.filter(shift=act.shift, public_id=seat_id, left_at=None)
            .select_related("member__account")
            .first()
        )
        if row is None:
            raise Refused
        take(act, row)
        parts.look_for_gap(act)
        act.end()
    return row


def put(act: Doing, member_id: str, *, leads: bool) -> Seat:
    """Part of an action: a seat for this member, or `BadInput` with the rule that is against it."""
    changeable(act)
    shift = act.shift
    members = weighing.members_of(shift.organisation_id)
    member = next((one for one in members if one.public_id == member_id), None)
    if member is None:
        raise BadInput("member", _("Choose somebody who takes part in duty."), "")
    check(shift, member, leads=leads)
    _give_way(act, leads=leads)
    row = Seat.objects.create(shift=shift, member=member, leads=leads, given_at=act.at)
    if act.published:
        verb = "seat_leader" if leads else "seat"
        parts.line(act, verb, data={"who": member.title, "seat": row.public_id, "member": member.public_id})
        notices.tell(shift, verb, [member.account_reference], actor="", at=act.at)
    return row


def _give_way(act: Doing, *, leads: bool) -> None:
    """Whoever is away gives the seat to who is put there instead."""
    sitting = [one for one in parts.seats(act.shift) if one.leads == leads]
    absent = [one for one in sitting if not one.there]
    if absent and len(sitting) >= (1 if leads else act.shift.people):
        take(act, absent[0])


def take(act: Doing, row: Seat) -> None:
    """Part of an action: the seat holds no more."""
    changeable(act)
    if not act.published:
        row.delete()
        return
    row.left_at = act.at
    row.save()
    parts.line(act, "unseat", data={"who": row.member.title, "seat": row.public_id, "member": row.member.public_id})
    notices.tell(act.shift, "unseat", [row.member.account_reference], actor="", at=act.at)


def check(shift: Shift, member: Member, *, leads: bool, leaving: Seat | None = None) -> None:
    """Part of an action: no hard rule is against it. `leaving`: a seat that is given up for it."""
    seats = [one for one in parts.seats(shift) if leaving is None or one.pk != leaving.pk]
    people = weighing.people_for(shift, [member, *(one.member for one in seats)])
    against = rules.why_not(
        people[member.pk], weighing.needs_of(shift, seats, people), leads=leads,
        rest=weighing.rest_of(shift.organisation), apart=weighing.apart_of(shift.organisation_id),
    )  # fmt: skip
    if against:
        raise BadInput(
            "member", _("%(who)s %(why)s.") % {"who": member.name, "why": WHY_NOT[against]}, _("Choose somebody else.")
        )


def changeable(act: Doing) -> None:
    """Part of an action: the shift is of a roster that holds or is a draft, and it is not over."""
    if act.shift.roster.status == RosterStatus.DROPPED or (act.published and act.shift.ends_at <= act.at):
        raise Conflict(_("This shift is over, or its roster was given up."), _("Look at it as it stands here."))
