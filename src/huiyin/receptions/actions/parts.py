"""Pieces of every verb of this room: the reception under its lock, who is told, one timeline and one ledger entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind as CaseKind
from huiyin.kernel import clocks, ledger, store
from huiyin.kernel.clocks.facts import Unit
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation
from huiyin.receptions import rules
from huiyin.receptions.models import OwnTimes, Reception

SUBJECT = "reception"
INVITED = "invitation"
TITLES = {
    "offer": _("Name a day for the reception that was asked for"),
    "show_minutes": _("Show the minutes of the reception"),
    "acknowledge": _("Acknowledge the invitation to a joint reception"),
}
FACTS = {"offer": _("asked for"), "show_minutes": _("the reception began"), "acknowledge": _("invited")}
CONSEQUENCES = {
    "offer": _("The superior is told, and the person."),
    "show_minutes": _("The superior is told, and the person."),
    "acknowledge": _("The office that invites and the one above both are told."),
}


def locked_reception(public_id: str, version: int | None) -> Reception:
    """For writing, its case with it. `Refused` where there is none; `Conflict` when somebody was faster."""
    store.require_write()
    found = Reception.objects.filter(public_id=public_id).values_list("case_id", flat=True).first()
    if found is None and not Reception.objects.filter(public_id=public_id).exists():
        raise Refused
    case = locked(found) if found is not None else None
    reception = (
        Reception.objects.select_for_update(of=("self",))
        .select_related(
            "organisation__parent",
            "organisation__head_post",
            "unit",
            "concern",
            "booking",
            "day",
            "competent__head_post",
        )
        .get(public_id=public_id)
    )
    if case is not None:
        reception.case = case
    if version is not None and reception.version != version:
        raise Conflict(
            _("Somebody else has worked on this reception since you opened the page."),
            _("Look at what stands there now; what you typed is still on the page."),
        )
    return reception


def by_staff(actor: Actor, public_id: str, version: int | None, verb: str = "receive") -> Reception:
    """The reception, for who may do this to it."""
    reception = locked_reception(public_id, version)
    require(actor, verb, reception)
    return reception


def by_person(concern: Concern, public_id: str) -> Reception:
    """The reception, for the holder of a code: their own, or one of everybody whose case it is."""
    reception = locked_reception(public_id, None)
    if reception.case is None or reception.case.pk not in journey(concern):
        raise Refused
    if reception.concern_id not in (None, concern.pk):
        raise Refused
    return reception


def journey(concern: Concern) -> list[int]:
    """The case of a concern, and those from which it was passed on."""
    found: list[int] = []
    case: Case | None = concern.case
    while case is not None and case.pk not in found:
        found.append(case.pk)
        case = case.origin
    return found


def expect(reception: Reception, *statuses: str) -> None:
    """`Conflict` where the reception stands elsewhere."""
    if reception.status not in statuses:
        raise Conflict(_("This can't be done at this point of the reception."), _("Look at where it stands now."))


def not_sealed(case: Case | None) -> None:
    """A report about a person is received nowhere but at the body that may: no row here leads to it."""
    if case is not None and case.kind == CaseKind.MISCONDUCT:
        raise Refused


def save(reception: Reception) -> None:
    reception.version += 1
    reception.save()


def record(
    reception: Reception,
    verb: str,
    actor: Actor | None,
    at: dt.datetime,
    rows: Iterable[ledger.Committed] = (),
    *,
    line: Line | None = None,
    tell: bool = False,
) -> None:
    """One entry, and the line of the case. `actor` None: the person. `tell`: the person is told that there is news."""
    name = f"receptions.{verb.replace('_', '-')}"
    if reception.case is None:
        who = actor.reference if actor else "visitor"
        ledger.record(verb=name, actor=who, about=reception.reference, at=at, commits=[reception, *rows])
        return
    doing = doing_of(reception.case, name, actor, at).about(whose(reception))
    note_only(doing, line=line or Line(), rows=[reception, *rows])
    if tell:  # without contents; the words stand on the person's page
        notices.to_petitioner(doing, in_every_language(_("News of a reception")))


def whose(reception: Reception) -> str:
    """The concern whose reception it is; empty: of everybody whose case it is."""
    return reception.concern.public_id if reception.concern else ""


def doing_of(case: Case, name: str, actor: Actor | None, at: dt.datetime) -> Doing:
    return Doing.by_staff(case, name, actor, at) if actor else Doing.by_petitioner(case, name, at)


def start(
    subject_kind: str, subject_id: str, name: str, organisation: Organisation, owner: str, at: dt.datetime
) -> Clock:
    """A date that the office sets itself."""
    length, unit = own_time(organisation, name)
    return clocks.start(
        subject_kind=subject_kind,
        subject_id=subject_id,
        name=name,
        title=in_every_language(TITLES[name]),
        owner=owner,
        started_at=at,
        start_fact=in_every_language(FACTS[name]),
        length=length,
        unit=unit,
        region=organisation.region,
        zone=organisation.zone,
        roll=False,
        own_rule=True,
        article="own rule",
        consequence=in_every_language(CONSEQUENCES[name]),
    )


def own_time(organisation: Organisation, name: str) -> tuple[int, Unit]:
    """The office's own number, or the proposed one."""
    own = OwnTimes.objects.filter(organisation=organisation).first()
    if name == "offer":
        return (own.offer_days if own else rules.OFFER_DAYS), "working-days"
    if name == "show_minutes":
        return (own.minutes_days if own else rules.MINUTES_DAYS), "working-days"
    return (own.acknowledge_hours if own else rules.ACKNOWLEDGE_HOURS), "hours"


def meet(subject_kind: str, subject_id: str, name: str, at: dt.datetime, because: str) -> list[Clock]:
    """What was owed is done."""
    return [clocks.meet(clock, at=at, because=because) for clock in _open(subject_kind, subject_id, name)]


def stop(subject_kind: str, subject_id: str, at: dt.datetime, because: str, name: str = "") -> list[Clock]:
    """It has lost its object."""
    return [clocks.stop(clock, at=at, because=because) for clock in _open(subject_kind, subject_id, name)]


def _open(subject_kind: str, subject_id: str, name: str) -> list[Clock]:
    found = Clock.objects.filter(subject_kind=subject_kind, subject_id=subject_id, status__in=OPEN)
    return list(found.filter(name=name) if name else found)


def need(text: str, place: str, remedy: object = "") -> str:
    """The text, trimmed; `BadInput` where it is empty."""
    if len(text.strip()) < 2:
        raise BadInput(place, _("This is still empty."), remedy)
    return text.strip()
