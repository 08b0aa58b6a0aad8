"""Rows as the values that rules read. Reads only; actions ask it inside their write, queries outside."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from huiyin.organisations.models import Organisation

from . import rules
from .models import Apart, Member, Roster, RosterStatus, Seat, Shift
from .rules import Needs, Person, Span


def rest_of(organisation: Organisation) -> dt.timedelta:
    """The office's own hours between two shifts of one person."""
    return dt.timedelta(hours=organisation.own_number(rules.REST_KEY, rules.REST_HOURS))


def members_of(organisation_id: int) -> list[Member]:
    """Who takes part, by name."""
    found = Member.objects.filter(organisation_id=organisation_id, closed_at=None)
    return list(found.select_related("account", "appointment__post__unit").order_by("account__display_name", "id"))


def apart_of(organisation_id: int) -> frozenset[frozenset[int]]:
    """Pairs of posts that do not share a shift."""
    found = Apart.objects.filter(organisation_id=organisation_id, closed_at=None).values_list("one_id", "other_id")
    return frozenset(frozenset(pair) for pair in found)


def person(member: Member, busy: Iterable[Span] = (), away: Iterable[tuple[dt.date, dt.date]] = ()) -> Person:
    return Person(
        member.pk, member.appointment.post_id, member.leads, member.serves, frozenset(member.qualified), tuple(busy), tuple(away)
    )  # fmt: skip


def people_for(shift: Shift, members: Iterable[Member]) -> dict[int, Person]:
    """Members as people, with their other shifts around this one: of what is published, and of its own roster."""
    known = {one.pk: one for one in members}
    margin = rest_of(shift.organisation) + dt.timedelta(days=1)
    around = Seat.objects.filter(
        Q(shift__roster__status=RosterStatus.PUBLISHED) | Q(shift__roster_id=shift.roster_id),
        member__in=list(known), left_at=None, shift__begins_at__lt=shift.ends_at + margin, shift__ends_at__gt=shift.begins_at - margin,
    ).exclude(shift=shift)  # fmt: skip
    busy: dict[int, list[Span]] = defaultdict(list)
    for member_id, begins, ends in around.values_list("member_id", "shift__begins_at", "shift__ends_at"):
        busy[member_id].append(Span(begins, ends))
    return {key: person(one, busy[key]) for key, one in known.items()}


def people_of_roster(roster: Roster, members: Iterable[Member], *, own: bool) -> dict[int, Person]:
    """Members as people, with their published shifts around a roster; with `own`: and those of the roster itself."""
    known = {one.pk: one for one in members}
    margin = dt.timedelta(days=3)
    around = Q(
        shift__roster__status=RosterStatus.PUBLISHED,
        shift__on__gte=roster.first_day - margin,
        shift__on__lte=roster.last_day + margin,
    )
    found = Seat.objects.filter(
        around | Q(shift__roster=roster) if own else around, member__in=list(known), left_at=None
    )
    busy: dict[int, list[Span]] = defaultdict(list)
    for member_id, begins, ends in found.values_list("member_id", "shift__begins_at", "shift__ends_at"):
        busy[member_id].append(Span(begins, ends))
    return {key: person(one, busy[key]) for key, one in known.items()}


def needs_of(shift: Shift, seats: Iterable[Seat], people: dict[int, Person] | None = None) -> Needs:
    """What a shift needs and who sits there. `seats`: those that hold."""
    known = people or {}
    span = Span(shift.begins_at, shift.ends_at)
    return Needs(
        span, shift.people, shift.leader, shift.qualification.public_id if shift.qualification else "",
        tuple((known.get(one.member_id) or person(one.member), one.leads) for one in seats),
        rules.days_of(span, shift.organisation.zone),
    )  # fmt: skip


def seats_of(shifts: Iterable[Shift]) -> dict[int, list[Seat]]:
    """The seats that hold, by shift: who leads first."""
    found = Seat.objects.filter(shift__in=list(shifts), left_at=None)
    grouped: dict[int, list[Seat]] = defaultdict(list)
    for seat in found.select_related("member__account", "member__appointment__post").order_by("-leads", "id"):
        grouped[seat.shift_id].append(seat)
    return grouped
