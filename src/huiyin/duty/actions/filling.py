"""A whole draft at once: what a solver or a list found, checked again by every hard rule before it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from huiyin.duty import rules, weighing
from huiyin.duty.models import Member, Roster, Seat, Shift
from huiyin.duty.rules import Person, Span
from huiyin.duty.wording import WHY_NOT
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor

from . import parts


@dataclass(frozen=True, slots=True)
class Placed:
    """Public ids of a shift and of a member."""

    shift: str
    member: str
    leads: bool = False


def fill(*, actor: Actor, roster_id: str, version: int, seats: Iterable[Placed]) -> Roster:
    """The draft has these seats and no others; `BadInput` names the first hard rule that one would break."""
    with store.write():
        roster = parts.draft(actor, roster_id, version)
        return filled(roster, list(seats), actor.reference)


def filled(roster: Roster, seats: list[Placed], actor: str) -> Roster:
    """Part of an action: the same, of a draft under its lock."""
    store.require_write()
    shifts, members = known(roster)
    check(roster, shifts, members, seats)
    Seat.objects.filter(shift__roster=roster).delete()
    _sit(shifts, members, seats, proposed=False)
    roster.version, roster.figures = roster.version + 1, {}
    roster.save()
    ledger.record(verb="duty.fill", actor=actor, about=roster.reference, at=time.now(), commits=[roster])
    return roster


def moved(roster: Roster, seats: list[Placed]) -> None:
    """Part of an action: seats that were proposed before give way to these; what was set by hand stays, and is among them."""
    store.require_write()
    shifts, members = known(roster)
    check(roster, shifts, members, seats)
    Seat.objects.filter(shift__roster=roster, proposed=True).delete()
    by_hand = set(Seat.objects.filter(shift__roster=roster).values_list("shift__public_id", "member__public_id"))
    _sit(shifts, members, [one for one in seats if (one.shift, one.member) not in by_hand], proposed=True)


def known(roster: Roster) -> tuple[Mapping[str, Shift], Mapping[str, Member]]:
    """The shifts and who takes part, by public id."""
    shifts = roster.shifts.select_related("organisation", "qualification", "kind")
    return {one.public_id: one for one in shifts}, {
        one.public_id: one for one in weighing.members_of(roster.organisation_id)
    }


def _sit(shifts: Mapping[str, Shift], members: Mapping[str, Member], seats: list[Placed], *, proposed: bool) -> None:
    at = time.now()
    Seat.objects.bulk_create(
        Seat(shift=shifts[one.shift], member=members[one.member], leads=one.leads, proposed=proposed, given_at=at)
        for one in seats
    )


def check(roster: Roster, shifts: Mapping[str, Shift], members: Mapping[str, Member], seats: list[Placed]) -> None:
    """Part of an action: `BadInput` names the first hard rule that one of the seats would break."""
    if unknown := next((one for one in seats if one.shift not in shifts or one.member not in members), None):
        raise BadInput("seats", _("Somebody or a shift is not there any more."), unknown.shift)
    rest, apart = weighing.rest_of(roster.organisation), weighing.apart_of(roster.organisation_id)
    people = weighing.people_of_roster(roster, members.values(), own=False)
    busy: dict[int, list[Span]] = defaultdict(list)
    seated: dict[str, list[tuple[Person, bool]]] = defaultdict(list)
    for one in seats:
        shift, who = shifts[one.shift], people[members[one.member].pk]
        who = replace(who, busy=(*who.busy, *busy[who.key]))
        needs = replace(weighing.needs_of(shift, ()), seated=tuple(seated[one.shift]))
        if against := rules.why_not(who, needs, leads=one.leads, rest=rest, apart=apart):
            said = {"who": members[one.member].name, "why": WHY_NOT[against]}
            raise BadInput("seats", _("%(who)s %(why)s.") % said, f"{shift.on} {shift.kind.name}")
        busy[who.key].append(needs.span)
        seated[one.shift].append((who, one.leads))
