"""A roster: begun as a draft with the shifts of its days, given up, or published so that it holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.utils.translation import gettext_lazy as _

from huiyin.duty import rules, weighing
from huiyin.duty.models import Roster, RosterStatus, Seat, Shift, ShiftKind
from huiyin.kernel import calendars, clocks, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office

from . import notices, parts
from .parts import Doing


def begin(*, actor: Actor, first_day: dt.date, last_day: dt.date) -> Roster:
    """A draft with a shift of each kind that holds on each day, by the calendar of the office's region."""
    with store.write():
        organisation = own_office(actor)
        require(actor, "duty_roster", Place(organisation.pk, organisation.path))
        if not 0 <= (last_day - first_day).days < rules.LONGEST_ROSTER:
            raise BadInput(
                "last_day", _("The last day is not before the first, and a roster has at most %(most)d days.") % {"most": rules.LONGEST_ROSTER},
            )  # fmt: skip
        kinds = list(ShiftKind.objects.filter(organisation=organisation, closed_at=None))
        if not kinds:
            raise BadInput(
                "first_day", _("There is no kind of shift yet."), _("Say first which shifts your office has.")
            )
        _clear(organisation, first_day, last_day)
        roster = Roster.objects.create(
            organisation=organisation, first_day=first_day, last_day=last_day, made_by=actor.reference
        )
        Shift.objects.bulk_create(_shifts(roster, kinds))
        ledger.record(verb="duty.begin", actor=actor.reference, about=roster.reference, at=time.now(), commits=[roster])
    return roster


def drop(*, actor: Actor, roster_id: str, version: int) -> Roster:
    """A draft is given up; its days are free for another."""
    with store.write():
        roster = parts.draft(actor, roster_id, version)
        roster.status = RosterStatus.DROPPED
        _save("drop", roster, actor.reference, time.now())
    return roster


def publish(*, actor: Actor, roster_id: str, version: int) -> Roster:
    """It holds from now on. Each who is on it is told; each gap is told and watched; the roster before has its next one."""
    with store.write():
        roster = parts.draft(actor, roster_id, version)
        require(actor, "duty_publish", roster)
        _clear(roster.organisation, roster.first_day, roster.last_day)
        at = time.now()
        roster.status, roster.published_at, roster.published_by = RosterStatus.PUBLISHED, at, actor.reference
        shifts = list(
            roster.shifts.select_related("kind", "qualification", "organisation__head_post", "organisation__parent")
        )
        seats = weighing.seats_of(shifts)
        roster.digest = digest(shifts, [one for row in seats.values() for one in row])
        rows = _watch_next(roster, at)
        _save("publish", roster, actor.reference, at, rows)
        people = {one.member.account_reference for row in seats.values() for one in row}
        notices.tell_of_roster(roster, "published", sorted(people), actor=actor.account_reference, at=at)
        for shift in shifts:
            shift.roster = roster
            if shift.ends_at > at and rules.lacks(weighing.needs_of(shift, seats.get(shift.pk, []))):
                act = Doing("gap", shift, actor.reference, actor.post_title, at)
                parts.look_for_gap(act)
                act.end()
    return roster


def digest(shifts: list[Shift], seats: list[Seat]) -> str:
    """All that is published, in one hash: the ledger holds it, and a term's thousand seats cost one row."""
    said = [[one.public_id, one.kind_id, str(one.on), one.people, one.leader] for one in shifts]
    said += [[one.public_id, one.shift_id, one.member_id, one.leads] for one in sorted(seats, key=lambda one: one.pk)]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def _watch_next(roster: Roster, at: dt.datetime) -> list[ledger.Committed]:
    """The next roster is owed before this one ends. Where this one is the next of another, that one's clock is met."""
    rows: list[ledger.Committed] = []
    before = Roster.objects.filter(
        organisation=roster.organisation,
        status=RosterStatus.PUBLISHED,
        last_day=roster.first_day - dt.timedelta(days=1),
    )
    for one in before:
        for clock in clocks.queries.open_rows(parts.ROSTER, one.public_id, names=(parts.NEXT,)):
            rows.append(clocks.meet(clock, at=at, because="duty.publish"))
    after = Roster.objects.filter(
        organisation=roster.organisation,
        status=RosterStatus.PUBLISHED,
        first_day=roster.last_day + dt.timedelta(days=1),
    )
    if after.exists():
        return rows
    ahead = roster.organisation.own_number(rules.NEXT_KEY, rules.NEXT_DAYS)
    today = at.astimezone(time.zone_of(roster.organisation.zone)).date()
    length = max((roster.last_day - today).days - ahead, 0)
    clock = parts.started(
        parts.ROSTER, roster.public_id, parts.NEXT, _("Publish the next roster"), roster.published_by, at, length, "days",
        organisation=roster.organisation, told=_("The head is told."),
    )  # fmt: skip
    return [*rows, clock]


def _clear(organisation: Organisation, first: dt.date, last: dt.date) -> None:
    held = Roster.objects.filter(organisation=organisation, status=RosterStatus.PUBLISHED)
    if not rules.free_days(first, last, held.values_list("first_day", "last_day")):
        raise Conflict(
            _("Some of these days have a published roster."), _("Change its shifts, or choose days that are free.")
        )


def _shifts(roster: Roster, kinds: list[ShiftKind]) -> list[Shift]:
    organisation, found = roster.organisation, []
    for number in range((roster.last_day - roster.first_day).days + 1):
        on = roster.first_day + dt.timedelta(days=number)
        day = rules.kind_of_day(calendars.working_day(on, organisation.region).kind)
        for kind in rules.holding(kinds, on, day):
            span = rules.span(on, kind.begins, kind.ends, organisation.zone)
            found.append(Shift(
                roster=roster, organisation=organisation, kind=kind, on=on, day=day, begins_at=span.begins_at,
                ends_at=span.ends_at, people=kind.people, leader=kind.leader, qualification_id=kind.qualification_id,
                weight=kind.weight,
            ))  # fmt: skip
    return found


def _save(verb: str, roster: Roster, actor: str, at: dt.datetime, rows: list[ledger.Committed] | None = None) -> None:
    roster.version += 1
    roster.save()
    ledger.record(verb=f"duty.{verb}", actor=actor, about=roster.reference, at=at, commits=[roster, *(rows or [])])
