"""What the office settles: kinds of shift, training that a shift needs, who takes part, which posts do not share a shift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from huiyin.duty import rules
from huiyin.duty.models import DAYS, Apart, Away, Member, Part, Qualification, RosterStatus, Seat, ShiftKind
from huiyin.duty.models.kinds import OfOffice
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Appointment, Organisation, Post
from huiyin.organisations.queries import own_office

from . import absences
from .absences import Who


@dataclass(frozen=True, slots=True)
class Says:
    """What a kind of shift is. `qualification`: public id, or empty."""

    name: str
    days: Sequence[str]
    begins: dt.time
    ends: dt.time
    people: int = 1
    leader: bool = True
    qualification: str = ""
    weight: int = 1
    says_here: bool = False
    hands_over: bool = False
    swaps_approved: bool = False
    from_on: dt.date | None = None
    until_on: dt.date | None = None


def add_kind(*, actor: Actor, says: Says) -> ShiftKind:
    """A kind of shift that rosters begun from now on have."""
    with store.write():
        organisation, at = _own(actor), time.now()
        kind = ShiftKind(organisation=organisation)
        _fill(kind, says)
        if ShiftKind.objects.filter(organisation=organisation, name=kind.name, closed_at=None).exists():
            raise BadInput("name", _("There is a kind of shift with this name."), "")
        kind.save()
        _note("add_kind", actor, kind, at)
    return kind


def close_kind(*, actor: Actor, kind_id: str) -> ShiftKind:
    """New rosters have it no more; those that are there keep their shifts."""
    with store.write():
        return _closed("close_kind", actor, ShiftKind, kind_id)


ASKED_FOR = ("says_here", "hands_over", "swaps_approved")


def ask_for(*, actor: Actor, kind_id: str, what: str, on: bool) -> ShiftKind:
    """Whether who is on such a shift says when they are there, signs the hand-over, has swaps approved; from now on, for every roster."""
    with store.write():
        organisation = _own(actor)
        kind = (
            ShiftKind.objects.select_for_update()
            .filter(organisation=organisation, closed_at=None, public_id=kind_id)
            .first()
        )
        if kind is None:
            raise Refused
        if what not in ASKED_FOR:
            raise Refused
        setattr(kind, what, on)
        kind.save()
        _note("ask_for", actor, kind, time.now())
    return kind


def add_qualification(*, actor: Actor, name: str) -> Qualification:
    """A training that a shift can need."""
    with store.write():
        organisation = _own(actor)
        said = written("name", name, _("Give the training a name."), longest=40)
        if Qualification.objects.filter(organisation=organisation, name=said, closed_at=None).exists():
            raise BadInput("name", _("There is a training with this name."), "")
        row = Qualification.objects.create(organisation=organisation, name=said)
        _note("add_training", actor, row, time.now())
    return row


def take_in(*, actor: Actor, appointment: str, part: str, qualified: Sequence[str] = ()) -> Member:
    """Somebody of the house takes part in duty, or takes another part from now on."""
    with store.write():
        organisation, at = _own(actor), time.now()
        found = Appointment.objects.filter(post__unit__organisation=organisation, ended_at=None, public_id=appointment)
        held = found.select_related("account").first()
        if held is None:
            raise BadInput("appointment", _("Choose somebody of your office."), "")
        if part not in Part.values:
            raise BadInput("part", _("Choose the part."), "")
        known = set(
            Qualification.objects.filter(organisation=organisation, closed_at=None).values_list("public_id", flat=True)
        )
        row = Member.objects.filter(organisation=organisation, account=held.account, closed_at=None).first() or Member(
            organisation=organisation, account=held.account
        )  # fmt: skip
        row.appointment, row.part, row.qualified = held, part, [one for one in qualified if one in known]
        row.save()
        _note("take_in", actor, row, at)
    return row


def note_away(*, actor: Actor, member: str, first_day: dt.date, last_day: dt.date) -> Away:
    """Somebody is not available on these days. Their shifts stay theirs until somebody else is put there, and count as gaps at once."""
    with store.write():
        organisation = _own(actor)
        found = Member.objects.filter(organisation=organisation, closed_at=None, public_id=member).first()
        if found is None:
            raise BadInput("member", _("Choose somebody who takes part in duty."), "")
        if last_day < first_day:
            raise BadInput("last_day", _("The last day is not before the first."), "")
        row = Away.objects.create(organisation=organisation, member=found, first_day=first_day, last_day=last_day)
        _note("note_away", actor, row, time.now())
        absences.look(
            "note_away", found.account_id, organisation.pk, Who(actor.reference, actor.post_title, time.now())
        )
    return row


def back_again(*, actor: Actor, away_id: str) -> Away:
    """They are available after all, or the days were wrong."""
    with store.write():
        row = _closed("back_again", actor, Away, away_id)
        absences.look(
            "back_again", row.member.account_id, row.organisation_id, Who(actor.reference, actor.post_title, time.now())
        )
    return row


def let_go(*, actor: Actor, member_id: str) -> Member:
    """Takes part no more. Shifts that are still theirs must be given to others before."""
    with store.write():
        member = Member.objects.filter(public_id=member_id, organisation_id=actor.organisation_id).first()
        coming = Seat.objects.filter(
            member=member, left_at=None, shift__ends_at__gt=time.now(), shift__roster__status=RosterStatus.PUBLISHED
        )
        if member is not None and coming.exists():
            raise Conflict(_("Some shifts are still theirs."), _("Give these shifts to others first."))
        return _closed("let_go", actor, Member, member_id)


def set_apart(*, actor: Actor, one: str, other: str) -> Apart:
    """Who hold these two posts do not share a shift."""
    with store.write():
        organisation = _own(actor)
        found = Post.objects.filter(unit__organisation=organisation, closed_at=None, public_id__in={one, other})
        pair = list(found.order_by("id"))
        if len(pair) != 2:
            raise BadInput("other", _("Choose two posts of your office."), "")
        if Apart.objects.filter(one=pair[0], other=pair[1], closed_at=None).exists():
            raise BadInput("other", _("This rule is there already."), "")
        row = Apart.objects.create(organisation=organisation, one=pair[0], other=pair[1])
        _note("set_apart", actor, row, time.now())
    return row


def no_longer_apart(*, actor: Actor, rule_id: str) -> Apart:
    with store.write():
        return _closed("no_longer_apart", actor, Apart, rule_id)


R = TypeVar("R", ShiftKind, Qualification, Member, Apart, Away)


def _own(actor: Actor) -> Organisation:
    organisation = own_office(actor)
    require(actor, "duty_roster", Place(organisation.pk, organisation.path))
    return organisation


def _note(verb: str, actor: Actor, row: OfOffice, at: dt.datetime) -> None:
    ledger.record(verb=f"duty.{verb}", actor=actor.reference, about=row.reference, at=at, commits=[row])


def _closed(verb: str, actor: Actor, model: type[R], public_id: str) -> R:
    organisation, at = _own(actor), time.now()
    found = model._default_manager.select_for_update(of=("self",)).select_related("organisation")
    row = found.filter(public_id=public_id, organisation=organisation, closed_at=None).first()
    if row is None:
        raise Refused
    row.closed_at = at
    row.save()
    _note(verb, actor, row, at)
    return row


def _fill(kind: ShiftKind, says: Says) -> None:
    kind.name = written("name", says.name, _("Give the kind of shift a name."), longest=20)
    kind.days = [one for one in DAYS if one in says.days]
    if not kind.days:
        raise BadInput("days", _("Choose on which days it is."), "")
    if not 0 <= says.people <= rules.MOST_PEOPLE or not (says.people or says.leader):
        raise BadInput("people", _("Say how many people, at least one or a leader in charge."), "")
    if not 1 <= says.weight <= 9:
        raise BadInput("weight", _("Give a number from 1 to 9."), "")
    if (says.from_on is None) != (says.until_on is None) or (
        says.from_on and says.until_on and says.until_on < says.from_on
    ):
        raise BadInput("until_on", _("A special period has a first and a last day."), "")
    kind.begins, kind.ends, kind.people, kind.leader = says.begins, says.ends, says.people, says.leader
    kind.says_here, kind.hands_over, kind.swaps_approved = says.says_here, says.hands_over, says.swaps_approved
    kind.weight, kind.from_on, kind.until_on = says.weight, says.from_on, says.until_on
    if says.qualification:
        found = Qualification.objects.filter(
            organisation=kind.organisation, closed_at=None, public_id=says.qualification
        )
        kind.qualification = found.first()
        if kind.qualification is None:
            raise BadInput("qualification", _("Choose a training of your office."), "")
