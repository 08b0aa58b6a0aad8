"""Joint reception (联合接访): the person who came to the higher level is received there, and the lower office comes to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.involving import involve
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Concern
from huiyin.cases.models.involvement import Part
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may, require
from huiyin.organisations.models import Organisation, Post
from huiyin.receptions.models import Invitation, Kind, Reception, Status
from huiyin.receptions.models.reception import Choice

from . import parts

OPEN_FOR_GUESTS = (Status.PLANNED, Status.BEGUN, Status.WRITTEN)


def explain_competence(*, actor: Actor, public_id: str, version: int, organisation: str, choice: str) -> Reception:
    """Tell who is competent, and write down what the person wants: passed on at once, received jointly, or only heard here.

    Guidance, never a condition of being heard (条例 20¶4).
    """
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.PLANNED, Status.BEGUN)
        office = _office(organisation)
        if choice not in Choice.values:
            raise BadInput("choice", _("Choose what the person wants."), "")
        if choice != Choice.HERE and reception.case is None:
            raise BadInput(
                "choice",
                _("There is no case yet."),
                _("Register it first; then it can be passed on or received jointly."),
            )
        reception.competent, reception.choice = office, choice
        rows: list[ledger.Committed] = []
        if choice == Choice.JOINT:
            rows += _invited(reception, office, actor, at)
        parts.save(reception)
        line = Line(data={"competent": office.name, "choice": choice})
        parts.record(reception, "explain_competence", actor, at, rows, line=line, tell=choice == Choice.JOINT)
    return reception


def asked_for(doing: Doing, concern: Concern, office: Organisation) -> list[ledger.Committed]:
    """The person who handed it in at the higher office wants to be received jointly: a day is owed, by the office's own date.

    Part of the act that opens it; the other office is invited when the day is named.
    """
    case = doing.case
    found = Reception.objects.filter(case=case, concern=concern, status=Status.ASKED).first()
    reception = found or Reception(
        organisation=case.organisation, unit=case.unit, case=case, concern=concern, kind=Kind.VISIT, status=Status.ASKED,
        asked_by_person=True, asked_through="petitioner", asked_at=doing.at,
    )  # fmt: skip
    reception.competent, reception.choice = office, Choice.JOINT
    reception.save()
    if found is not None:
        return [reception]
    owner = owner_reference(case, "handler")
    clock = parts.start(parts.SUBJECT, reception.public_id, "offer", case.organisation, owner, doing.at)
    notices.to_post(doing, owner, notices.TO_STAFF, in_every_language(_("Somebody asks to be received")))
    return [reception, clock]


def invite_the_competent(reception: Reception, actor: Actor, at: dt.datetime) -> list[ledger.Committed]:
    """Part of naming the day: the office that is competent is invited to the joint reception that was asked for."""
    office = reception.competent
    if reception.choice != Choice.JOINT or office is None or reception.invitations.filter(organisation=office).exists():
        return []
    head = office.head_post
    if office.closed_at is not None or head is None or reception.case is None or reception.case.excludes(head.pk):
        return []
    return _invited(reception, office, actor, at)


def invite(*, actor: Actor, public_id: str, version: int, organisation: str) -> Reception:
    """Ask one more office to come, at the time and to the place of the reception."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        office = _office(organisation)
        rows = _invited(reception, office, actor, at)
        parts.save(reception)
        parts.record(reception, "invite", actor, at, rows, line=Line(data={"office": office.name}), tell=True)
    return reception


def acknowledge(*, actor: Actor, invitation_id: str, version: int, officials: str) -> Invitation:
    """The invited office says who comes, by post. Not coming is no answer: the invitation stands."""
    at = time.now()
    with store.write():
        invitation = _of_guest(actor, invitation_id, version)
        if invitation.acknowledged_at is None:
            invitation.acknowledged_at, invitation.acknowledged_by = at, actor.post_title
        text = parts.need(officials, "officials", _("Which officials come, by post; the person reads it."))
        invitation.officials = text[:300]
        _save(invitation)
        met = parts.meet(parts.INVITED, invitation.public_id, "acknowledge", at, "receptions.acknowledge")
        _record(invitation, "acknowledge", actor, at, met)
    return invitation


def arrive(*, actor: Actor, invitation_id: str, version: int) -> Invitation:
    """The officials are there. Marked by their own office, or by the one that receives."""
    at = time.now()
    with store.write():
        invitation = _locked(invitation_id, version)
        if not _receives(actor, invitation):
            require(actor, "answer_invitation", invitation)
        if invitation.arrived_at is not None:
            raise Conflict(_("They are marked as arrived already."), "")
        rows: list[ledger.Committed] = []
        if invitation.acknowledged_at is None:  # who is there need not answer any more
            invitation.acknowledged_at, invitation.acknowledged_by = at, actor.post_title
            rows += parts.meet(parts.INVITED, invitation.public_id, "acknowledge", at, "receptions.arrive")
        invitation.arrived_at = at
        _save(invitation)
        _record(invitation, "arrive", actor, at, rows)
    return invitation


def urge(*, actor: Actor, invitation_id: str, version: int, how: str) -> Invitation:
    """The receiving office has asked again, by telephone or otherwise: how is written down."""
    at = time.now()
    with store.write():
        invitation = _locked(invitation_id, version)
        require(actor, "receive", invitation.reception)
        invitation.urged = parts.need(how, "how", _("For example: called at 10:05."))[:200]
        _save(invitation)
        _record(invitation, "urge", actor, at)
    return invitation


def not_acknowledged(clock: Clock, at: dt.datetime) -> None:
    """Nobody has answered the invitation in time: who invited is told, and the office above both. Called by the sweep."""
    invitation = _locked(clock.subject_id, None)
    reception = invitation.reception
    invitation.told_up_at = at
    _save(invitation)
    assert reception.case is not None
    above = common_superior(reception.organisation, invitation.organisation)
    case = reception.case
    doing = Doing(case, "receptions.not-acknowledged", "system:clock", "", at, parts.whose(reception))
    title = dict(clock.title)
    told = {invitation.invited_by, clock.owner}
    if above is not None and above.head_post is not None:
        told.add(above.head_post.reference)
    for reference in sorted(told):
        notices.to_post(doing, reference, notices.MISSED, title)
    line = Line(data={"office": invitation.organisation.name, "told": above.name if above else ""})
    note_only(doing, line=line, rows=[invitation])


def common_superior(one: Organisation, other: Organisation) -> Organisation | None:
    """The lowest office above both; where the one that invites is itself above the other, that one."""
    here = [int(key) for key in one.path.strip("/").split("/")]
    there = [int(key) for key in other.path.strip("/").split("/")]
    shared = [a for a, b in zip(here, there, strict=False) if a == b]
    if not shared:
        return None
    return Organisation.objects.select_related("head_post").get(pk=shared[-1])


def _invited(reception: Reception, office: Organisation, actor: Actor, at: dt.datetime) -> list[ledger.Committed]:
    parts.expect(reception, *OPEN_FOR_GUESTS)
    case = reception.case
    if case is None:
        raise BadInput("organisation", _("There is no case yet."), _("Register it first."))
    head = office.head_post
    if reception.kind == Kind.HOME:
        raise BadInput(
            "organisation", _("Nobody is brought along to a home visit."), _("Receive jointly at an office.")
        )
    if office.pk == reception.organisation_id:
        raise BadInput("organisation", _("That is your own office."), _("Choose another one."))
    if head is None or case.excludes(head.pk):
        raise BadInput(
            "organisation", _("This office can't be invited."), _("Choose another one, or the one above it.")
        )
    if reception.invitations.filter(organisation=office).exists():
        raise Conflict(_("This office is invited already."), _("Look at the list of offices."))
    reception.joint = True
    invitation = Invitation.objects.create(
        reception=reception, organisation=office, invited_at=at, invited_by=actor.reference
    )
    doing = parts.doing_of(case, "receptions.invite", actor, at)
    rows: list[ledger.Committed] = [invitation]
    if office.pk != case.organisation_id:  # the office whose case it is reads it anyway
        rows.append(involve(doing, office, Part.JOINT))
    rows.append(parts.start(parts.INVITED, invitation.public_id, "acknowledge", office, head.reference, at))
    title = in_every_language(_("You are invited to a joint reception"))
    for reference in sorted({head.reference, *desk(office)}):
        notices.to_post(doing, reference, notices.TO_STAFF, title)
    return rows


def desk(office: Organisation) -> list[str]:
    """Who opens the post there: they may have to ring the officials."""
    posts = Post.objects.filter(unit__organisation=office, closed_at=None)
    return [post.reference for post in posts if "registrar" in post.roles]


def _office(public_id: str) -> Organisation:
    found = Organisation.objects.select_related("head_post").filter(public_id=public_id, closed_at=None).first()
    if found is None or found.kind == Organisation.Kind.DISCIPLINE_OFFICE:
        raise BadInput("organisation", _("Choose an office."), "")
    return found


def _locked(invitation_id: str, version: int | None) -> Invitation:
    found = Invitation.objects.filter(public_id=invitation_id).values_list("reception__case_id", flat=True).first()
    if found is None:
        raise Refused
    case = locked(found)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "reception__organisation")
        .get(public_id=invitation_id)
    )
    invitation.reception.case = case
    if version is not None and invitation.version != version:
        raise Conflict(_("Somebody else has answered since you opened the page."), _("Look at what stands there now."))
    return invitation


def _of_guest(actor: Actor, invitation_id: str, version: int) -> Invitation:
    invitation = _locked(invitation_id, version)
    require(actor, "answer_invitation", invitation)
    parts.expect(invitation.reception, Status.PLANNED, Status.BEGUN, Status.WRITTEN, Status.SHOWN)
    return invitation


def _receives(actor: Actor, invitation: Invitation) -> bool:
    return may(actor, "receive", invitation.reception)


def _save(invitation: Invitation) -> None:
    invitation.version += 1
    invitation.save()


def _record(
    invitation: Invitation, verb: str, actor: Actor, at: dt.datetime, rows: Iterable[ledger.Committed] = ()
) -> None:
    line = Line(
        note=invitation.officials if verb == "acknowledge" else "", data={"office": invitation.organisation.name}
    )
    parts.record(invitation.reception, verb, actor, at, [invitation, *rows], line=line)
