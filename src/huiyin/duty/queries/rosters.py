"""Rosters and their months, one shift with who could sit on it, and what the office settled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.duty import rules, weighing
from huiyin.duty.models import (
    Apart,
    Away,
    Member,
    Qualification,
    Roster,
    RosterStatus,
    Seat,
    Shift,
    ShiftEvent,
    ShiftKind,
)
from huiyin.duty.queries import proposals
from huiyin.duty.queries.boards import WITH, Line, with_seats
from huiyin.duty.queries.proposals import Proposed
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Appointment, Post

LISTED = 24


@dataclass(frozen=True, slots=True)
class RosterPage:
    """`months`: first days of the months that it touches. `loads`: (fewest, most) shifts and nights of who serves."""

    roster: Roster
    months: tuple[dt.date, ...]
    shifts: int
    gaps: tuple[Line, ...]
    fairness: Fairness
    can: frozenset[str]
    proposed: Proposed | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """How evenly it is shared out: the fewest and the most of anybody who takes part. Nobody is named."""

    shifts: tuple[int, int]
    nights: tuple[int, int]
    rest_days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for a seat. `against`: the first hard rule; empty: they can. `load`: weights in this roster."""

    member: Member
    against: str
    load: int


@dataclass(frozen=True, slots=True)
class ShiftPage:
    line: Line
    events: tuple[ShiftEvent, ...]
    over: bool
    published: bool
    can: frozenset[str]
    leaders: tuple[Candidate, ...]
    people: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    kinds: tuple[ShiftKind, ...]
    qualifications: tuple[Qualification, ...]
    members: tuple[tuple[Member, str], ...]  # with the names of what they are trained in
    away: tuple[Away, ...]
    apart: tuple[Apart, ...]
    appointments: tuple[tuple[str, str], ...]
    posts: tuple[tuple[str, str], ...]


def listed(actor: Actor) -> tuple[Roster, ...]:
    """The own office's, the latest first; drafts for who makes them."""
    found = Roster.objects.filter(organisation_id=actor.organisation_id).exclude(status=RosterStatus.DROPPED)
    if not may(actor, "duty_roster"):
        found = found.filter(status=RosterStatus.PUBLISHED)
    return tuple(found[:LISTED])


def visible(actor: Actor, public_id: str) -> Roster:
    roster = Roster.objects.select_related("organisation").filter(public_id=public_id).first()
    if roster is None or not may(actor, "duty_read", roster):
        raise Refused
    if roster.status != RosterStatus.PUBLISHED and not may(actor, "duty_roster", roster):
        raise Refused
    return roster


def page(actor: Actor, public_id: str) -> RosterPage:
    roster = visible(actor, public_id)
    lines = with_seats(roster.shifts.select_related(*WITH).order_by("begins_at", "id"))
    can = set()
    if roster.status == RosterStatus.DRAFT and may(actor, "duty_roster", roster):
        can |= {"drop", "propose", "propose_gaps"}
        if may(actor, "duty_publish", roster):
            can.add("publish")
    months = sorted({one.shift.on.replace(day=1) for one in lines} | {roster.first_day.replace(day=1)})
    return RosterPage(
        roster,
        tuple(months),
        len(lines),
        tuple(one for one in lines if one.lacks),
        fairness(roster, lines),
        frozenset(can),
        proposals.latest(roster) if can else None,
    )


def fairness(roster: Roster, lines: Iterable[Line]) -> Fairness:
    """Of everybody who serves; leaders in charge are counted apart and not shown here."""
    members = [one.pk for one in weighing.members_of(roster.organisation_id) if one.serves]
    counts: tuple[Counter[int], ...] = (Counter(), Counter(), Counter())
    for line in lines:
        for seat in line.people:
            kinds = (True, night(line.shift), line.shift.day != "working")
            for counted, yes in zip(counts, kinds, strict=True):
                counted[seat.member_id] += yes
    found = [
        (min((one[key] for key in members), default=0), max((one[key] for key in members), default=0)) for one in counts
    ]
    return Fairness(*found)


def night(shift: Shift) -> bool:
    """It goes over midnight."""
    return len(rules.days_of(rules.Span(shift.begins_at, shift.ends_at), shift.organisation.zone)) > 1


def shift_page(actor: Actor, public_id: str) -> ShiftPage:
    """One shift, and for who makes rosters who could take each empty seat, the least burdened first."""
    shift = Shift.objects.select_related(*WITH).filter(public_id=public_id).first()
    if shift is None or not may(actor, "duty_read", shift):
        raise Refused
    visible(actor, shift.roster.public_id)
    [line] = with_seats([shift])
    over = shift.ends_at <= time.now()
    changes = may(actor, "duty_roster", shift) and shift.roster.status != RosterStatus.DROPPED and not over
    members = weighing.members_of(shift.organisation_id) if changes else []
    return ShiftPage(
        line, tuple(shift.events.order_by("-id")), over, shift.roster.status == RosterStatus.PUBLISHED, frozenset({"seat"} if changes else ()),
        candidates(line, members, leads=True) if changes and line.lacks.leader else (),
        candidates(line, members, leads=False) if changes and line.lacks.people else (),
    )  # fmt: skip


def candidates(line: Line, members: list[Member], *, leads: bool) -> tuple[Candidate, ...]:
    """Who takes this part, those who can first, the least burdened on top."""
    people = weighing.people_for(line.shift, members)
    needs = weighing.needs_of(line.shift, line.seats, people)
    rest, apart = weighing.rest_of(line.shift.organisation), weighing.apart_of(line.shift.organisation_id)
    loads = _loads(line.shift.roster)
    found = [
        Candidate(
            one, rules.why_not(people[one.pk], needs, leads=leads, rest=rest, apart=apart) or "", loads.get(one.pk, 0)
        )
        for one in members
        if (one.leads if leads else one.serves)
    ]
    lacking = line.shift.qualification.public_id if line.shift.qualification and not leads else ""
    return tuple(
        sorted(
            found, key=lambda one: (bool(one.against), bool(lacking) and lacking not in one.member.qualified, one.load)
        )
    )


def _loads(roster: Roster) -> Mapping[int, int]:
    weights: Counter[int] = Counter()
    for member_id, weight in Seat.objects.filter(shift__roster=roster, left_at=None).values_list(
        "member_id", "shift__weight"
    ):
        weights[member_id] += weight
    return weights


def settled(actor: Actor) -> Settled:
    """What the own office has for its rosters."""
    own = actor.organisation_id
    qualifications = tuple(Qualification.objects.filter(organisation_id=own, closed_at=None))
    names = {one.public_id: one.name for one in qualifications}
    held = Appointment.objects.filter(
        post__unit__organisation_id=own, ended_at=None, account__is_active=True, post__closed_at=None
    )
    return Settled(
        kinds=tuple(ShiftKind.objects.filter(organisation_id=own, closed_at=None).select_related("qualification")),
        qualifications=qualifications,
        members=tuple(
            (one, ", ".join(names[key] for key in one.qualified if key in names)) for one in weighing.members_of(own)
        ),
        away=tuple(
            Away.objects.filter(
                organisation_id=own, closed_at=None, last_day__gte=time.today(actor.zone)
            ).select_related("member__account")
        ),
        apart=tuple(Apart.objects.filter(organisation_id=own, closed_at=None).select_related("one", "other")),
        appointments=tuple(
            (one.public_id, f"{one.account.display_name} · {one.post.title}")
            for one in held.select_related("account", "post").order_by("account__display_name", "id")
        ),
        posts=tuple(
            Post.objects.filter(unit__organisation_id=own, closed_at=None)
            .order_by("id")
            .values_list("public_id", "title")
        ),
    )
