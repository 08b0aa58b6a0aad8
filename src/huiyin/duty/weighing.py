"""Rows as the values that rules read. Reads only; actions ask it inside their write, queries outside."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery

from huiyin.kernel import time
from huiyin.organisations.models import Appointment, Organisation

from . import rules
from .models import Apart, Away, Member, Roster, RosterStatus, Seat, Shift
from .rules import Needs, Person, Span
from .solving.problem import Place, Problem, Slot, Who


def rest_of(organisation: Organisation) -> dt.timedelta:
    """The office's own hours between two shifts of one person."""
    return dt.timedelta(hours=organisation.own_number(rules.REST_KEY, rules.REST_HOURS))


def members_of(organisation_id: int) -> list[Member]:
    """Who takes part, by name."""
    found = Member.objects.filter(organisation_id=organisation_id, closed_at=None)
    return list(found.select_related("account", "appointment__post__unit").order_by("account__display_name", "id"))


def away_of(members: Collection[int]) -> defaultdict[int, list[tuple[dt.date, dt.date]]]:
    """Days on which they are not available, by member; of who leaves the house, all that come after the last one there."""
    found: defaultdict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rows = Away.objects.filter(member__in=list(members), closed_at=None)
    for member_id, first, last in rows.values_list("member_id", "first_day", "last_day"):
        found[member_id].append((first, last))
    for member_id, last_day in _leaving(members):
        first = last_day + dt.timedelta(days=1) if last_day else dt.date.min
        found[member_id].append((first, dt.date.max))
    return found


def _leaving(members: Collection[int]) -> list[tuple[int, dt.date | None]]:
    """Who has no post in the house without a last day, with the last of these days; None: no post any more."""
    held = Appointment.objects.filter(
        account=OuterRef("account"), post__unit__organisation=OuterRef("organisation"), ended_at=None
    )
    going = Member.objects.filter(~Exists(held.filter(until_on=None)), pk__in=list(members))
    last = Subquery(held.order_by("-until_on").values("until_on")[:1])
    return list(going.annotate(last=last).values_list("pk", "last"))


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
    away = away_of(known)
    return {key: person(one, busy[key], away[key]) for key, one in known.items()}


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
    away = away_of(known)
    return {key: person(one, busy[key], away[key]) for key, one in known.items()}


def swap_against(
    seat: Seat, member: Member, back: Seat | None, seats: Mapping[int, list[Seat]], people: Mapping[int, Person], rest: dt.timedelta,
    apart: Collection[frozenset[int]],
) -> rules.Why | None:  # fmt: skip
    """The first hard rule against it that `member` sits on `seat`, and who sits there on `back`. All seats and people around are given."""
    given = _moved(seat, people[member.pk], back, seats, people, rest, apart)
    return given or (_moved(back, people[seat.member_id], seat, seats, people, rest, apart) if back else None)


def _moved(
    seat: Seat, who: Person, leaves: Seat | None, seats: Mapping[int, list[Seat]], people: Mapping[int, Person], rest: dt.timedelta,
    apart: Collection[frozenset[int]],
) -> rules.Why | None:  # fmt: skip
    free = {Span(leaves.shift.begins_at, leaves.shift.ends_at)} if leaves else set()
    staying = [one for one in seats.get(seat.shift_id, ()) if one.pk != seat.pk]
    needs = needs_of(seat.shift, staying, dict(people))
    lacked = rules.lacks(needs_of(seat.shift, seats.get(seat.shift_id, ()), dict(people))).qualification
    who = replace(who, busy=tuple(one for one in who.busy if one not in free))
    against = rules.why_not(who, needs, leads=seat.leads, rest=rest, apart=apart)
    after = rules.lacks(replace(needs, seated=(*needs.seated, (who, seat.leads))))
    return against or ("training" if after.qualification and not lacked else None)


def needs_of(shift: Shift, seats: Iterable[Seat], people: dict[int, Person] | None = None) -> Needs:
    """What a shift needs and who sits there. `seats`: those that hold; whoever is away is missing."""
    known = people or {}
    span = Span(shift.begins_at, shift.ends_at)
    return Needs(
        span, shift.people, shift.leader, shift.qualification.public_id if shift.qualification else "",
        tuple((known.get(one.member_id) or person(one.member), one.leads) for one in seats if one.there),
        rules.days_of(span, shift.organisation.zone),
    )  # fmt: skip


def seats_of(shifts: Iterable[Shift]) -> dict[int, list[Seat]]:
    """The seats that hold, by shift: who leads first. Who has said that they are there is there, whatever was noted."""
    known = {one.pk: one for one in shifts}
    found = Seat.objects.filter(shift__in=list(known), left_at=None)
    seats = list(found.select_related("member__account", "member__appointment__post").order_by("-leads", "id"))
    away = away_of({one.member_id for one in seats}) if seats else {}
    grouped: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        days = away.get(seat.member_id)
        if days and seat.here_at is None:
            shift = known[seat.shift_id]
            touched = rules.days_of(Span(shift.begins_at, shift.ends_at), shift.organisation.zone)
            seat.there = not rules.away(days, touched)
        grouped[seat.shift_id].append(seat)
    return grouped


def problem_of(roster: Roster, *, gaps: bool, seconds: float) -> Problem:
    """A draft as the solver reads it: what was set by hand stays, what was proposed before may be moved."""
    zone = time.zone_of(roster.organisation.zone)
    shifts = list(roster.shifts.select_related("qualification", "organisation"))
    members = members_of(roster.organisation_id)
    people, done = people_of_roster(roster, members, own=False), _done_before(roster, members)
    keys = {one.pk: one.public_id for one in members}
    kept = Seat.objects.filter(shift__roster=roster, left_at=None, proposed=False, member__in=list(keys))
    return Problem(
        slots=tuple(_slot(one, zone) for one in shifts),
        people=tuple(_who(one, people[one.pk], done) for one in members),
        rest=int(rest_of(roster.organisation).total_seconds() // 60),
        apart=tuple(sorted((str(min(pair)), str(max(pair))) for pair in apart_of(roster.organisation_id))),
        kept=tuple(Place(shift, keys[member], leads) for shift, member, leads in kept.values_list("shift__public_id", "member_id", "leads")),
        gaps=gaps, seconds=seconds,
    )  # fmt: skip


def _slot(shift: Shift, zone: ZoneInfo) -> Slot:
    days = rules.days_of(Span(shift.begins_at, shift.ends_at), zone.key)
    return Slot(
        shift.public_id, minutes(shift.begins_at), minutes(shift.ends_at), tuple(one.toordinal() for one in days), shift.people, shift.leader,
        shift.qualification.public_id if shift.qualification else "", shift.weight, len(days) > 1, shift.day != "working",
    )  # fmt: skip


def _who(member: Member, who: Person, done: Mapping[tuple[int, bool], int]) -> Who:
    return Who(
        member.public_id, str(who.post), who.leads, who.serves, who.qualified,
        tuple((minutes(one.begins_at), minutes(one.ends_at)) for one in who.busy),
        tuple((first.toordinal(), last.toordinal()) for first, last in who.away),
        done[member.pk, True], done[member.pk, False],
    )  # fmt: skip


def minutes(moment: dt.datetime) -> int:
    return int(moment.timestamp() // 60)


def _done_before(roster: Roster, members: Iterable[Member]) -> Mapping[tuple[int, bool], int]:
    """The weight of what each did in this year before, by part. Who did nothing yet stands with the others' mean: nobody catches up."""
    accounts = {one.account_id: one.pk for one in members}
    found: Counter[tuple[int, bool]] = Counter()
    earlier = Seat.objects.filter(
        member__account__in=list(accounts), left_at=None, shift__organisation_id=roster.organisation_id,
        shift__roster__status=RosterStatus.PUBLISHED, shift__on__gte=roster.first_day.replace(month=1, day=1), shift__on__lt=roster.first_day,
    )  # fmt: skip
    for account, leads, weight in earlier.values_list("member__account_id", "leads", "shift__weight"):
        found[accounts[account], leads] += weight
    for leads in (True, False):
        some = [weight for (_key, part), weight in found.items() if part == leads]
        for key in accounts.values() if some else ():
            found[key, leads] = found[key, leads] or sum(some) // len(some)
    return found
