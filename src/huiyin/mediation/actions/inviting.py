"""Inviting both sides, moving the day, and each side's own word whether it wants to take part (条例 33).

Taking part is free: a refusal changes nothing for the case and nobody must give a reason; whoever agreed may stop at any time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, write_letter
from huiyin.cases.actions.procedure import Doing, Line, advance, facts_of, locked, note_only, pack_of
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.mediation.models import OPEN, About, LedBy, Meeting, MeetingKind, Role, Side, Status, Word
from huiyin.mediation.rules import everybody_agrees
from huiyin.organisations.access import Actor, require
from huiyin.procedures import engine
from huiyin.procedures.engine import NotPossible

from . import parts
from .parts import Guest

READS = _("The person reads it.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is talked about, with whom, where and when. `within`: what may be decided freely here, and by which rule."""

    subject: str
    within: str
    other_side: str
    place: str
    meets_at: dt.datetime
    led_by: str = LedBy.OFFICE
    guests: tuple[Guest, ...] = ()


def invite(*, actor: Actor, case_id: int, version: int, invitation: Invitation) -> Meeting:
    """Invite both sides to a mediation. Only for a claim, and only about what may be decided freely (条例 33)."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "mediate", case)
        _may_begin(case)
        meeting = Meeting.objects.create(
            case=case,
            organisation=case.organisation,
            kind=MeetingKind.MEDIATION,
            status=Status.INVITED,
            subject=parts.need(invitation.subject, "subject", READS),
            within=parts.need(
                invitation.within, "within", _("Say what the sides may decide freely, and by which rule.")
            ),
            other_side=parts.need(invitation.other_side, "other_side", READS),
            led_by=invitation.led_by,
            place=parts.need(invitation.place, "place", READS),
            meets_at=to_come(invitation.meets_at, at),
            invited_at=at,
            invited_by=actor.reference,
            invited_title=actor.post_title,
        )
        seats = parts.seat(meeting, invitation.guests)
        if meeting.led_by == LedBy.COMMITTEE and not any(
            seat.role in (Role.MEDIATOR, Role.VILLAGE_MEDIATOR) for seat in seats
        ):
            raise BadInput("led_by", _("Name the committee's mediator below."), "")
        doing = Doing.by_staff(case, "mediation.invite", actor, at)
        letter = write_letter(doing, "mediation_invitation", _letter(meeting, parts.by_role(seats)))
        note_only(doing, line=Line(note=meeting.subject, data=when_and_where(meeting)), rows=[meeting, *seats, letter])
        parts.tell_people(doing, _("You are invited to a mediation"))
    return meeting


def move(*, actor: Actor, meeting_id: str, version: int, place: str, meets_at: dt.datetime, why: str) -> Meeting:
    """Another day or place. Who agreed to the former one still may say no."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        parts.expect(meeting, *OPEN)
        why = parts.need(why, "why", READS)
        meeting.place, meeting.meets_at = parts.need(place, "place", READS), to_come(meets_at, at)
        parts.save(meeting)
        doing = Doing.by_staff(case, "mediation.move", actor, at)
        kind = "mediation_invitation" if meeting.kind == MeetingKind.MEDIATION else "hearing_notice"
        texts = [Part("moved", why), *when_where(meeting), Part("subject", meeting.subject)]
        letter = write_letter(doing, kind, texts, office=meeting.organisation)
        note_only(doing, line=Line(note=why, data=when_and_where(meeting)), rows=[meeting, letter])
        parts.tell_people(doing, _("A meeting has another day or place"))
    return meeting


def say(*, concern: Concern, meeting_id: str, yes: bool) -> Meeting:
    """The person's own word on the page: to take part, or not, or not any longer. No reason is asked."""
    at = time.now()
    with store.write():
        meeting, case = parts.of_person(meeting_id, concern)
        doing = Doing.by_petitioner(case, "mediation.word", at, concern.public_id)
        _take(meeting, doing, side=Side.PERSON, concern=concern, yes=yes, how=Word.How.PAGE)
    return meeting


def take_down(
    *, actor: Actor, meeting_id: str, version: int, side: str, yes: bool, how: str, concern: str = "", text: str = ""
) -> Meeting:
    """What a side said otherwise, each recorded apart. The person's word is taken down from a signed slip only."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        if side == Side.PERSON and how != Word.How.SLIP:
            raise BadInput("how", _("For the person a signed slip is needed."), _("Or they say it on their page."))
        whose = one_of(case, concern) if side == Side.PERSON else None
        doing = Doing.by_staff(case, "mediation.word", actor, at).about(whose.public_id if whose else "")
        _take(meeting, doing, side=side, concern=whose, yes=yes, how=how, text=text)
    return meeting


def one_of(case: Case, public_id: str) -> Concern:
    """The concern of the case that is meant; where there is one only, that."""
    people = parts.people_of(case)
    found = [one for one in people if one.public_id == public_id] if public_id else people
    if len(found) != 1:
        raise BadInput("concern", _("Choose whose word it is."), "")
    return found[0]


def _take(
    meeting: Meeting, doing: Doing, *, side: str, concern: Concern | None, yes: bool, how: str, text: str = ""
) -> None:
    parts.expect(meeting, *OPEN)
    if meeting.kind != MeetingKind.MEDIATION:
        raise Conflict(_("A hearing asks for nobody's consent; whoever is invited may stay away."), "")
    word = parts.speak(
        meeting, doing, about=About.TAKING_PART, side=side, concern=concern, how=how, text=text,
        answer=Word.Answer.YES if yes else Word.Answer.NO,
    )  # fmt: skip
    line = Line(data={"side": side, "answer": word.answer})
    if not yes:
        _stops(meeting, doing, line, word)
        return
    people = [one.public_id for one in parts.people_of(doing.case)]
    agreed = everybody_agrees(parts.latest(meeting, About.TAKING_PART), people, other=True)
    if meeting.status == Status.INVITED and agreed:
        meeting.status = Status.UNDER_WAY
        doing.case.facts = {**doing.case.facts, "conflict_free": True}
        parts.save(meeting)
        begins = Doing(doing.case, "start_mediation", doing.actor, doing.title, doing.at)
        advance(begins, given={"both_agree"}, line=line, rows=[meeting, word])
    else:
        parts.save(meeting)
        note_only(doing, line=line, rows=[meeting, word])
    if side == Side.PERSON:
        parts.tell_desk(doing, _("The person answers an invitation"))


def _stops(meeting: Meeting, doing: Doing, line: Line, word: Word) -> None:
    """A side does not want to, or not any longer. The case goes on exactly as it stood."""
    begun = meeting.status == Status.UNDER_WAY
    parts.end(meeting, Status.WITHDRAWN if begun else Status.REFUSED, doing.at)
    rows: list[ledger.Committed] = [meeting, word]
    if begun:
        doing.case.facts = {**doing.case.facts, "agreed": False}
        ends = Doing(doing.case, "mediation_ends", doing.actor, doing.title, doing.at)
        advance(ends, given={"mediation_result"}, line=line, rows=rows)
    else:
        note_only(doing.about(""), line=Line(data={"answer": word.answer}), rows=rows)
    parts.tell_people(doing.about(""), _("There will be no mediation; your case goes on"))
    parts.tell_desk(doing, _("A side does not want to take part in the mediation"))


def _may_begin(case: Case) -> None:
    if case.kind != Kind.CLAIM:
        raise NotPossible(_("Only a claim can be mediated (art. 33)."))
    if Meeting.objects.filter(case=case, kind=MeetingKind.MEDIATION, status__in=OPEN).exists():
        raise Conflict(_("There is an invitation already."), _("Open it on the page of the case."))
    facts = engine.with_facts(facts_of(case, {"both_agree"}), conflict_free=True)
    offers = [
        offer
        for track in case.tracks.all()
        for offer in engine.available(pack_of(track), track.state, facts)
        if offer.transition.verb == "start_mediation" and not offer.blocked
    ]
    if not offers:
        raise NotPossible(_("This can't be done at this point of the procedure."))


def to_come(meets_at: dt.datetime, at: dt.datetime) -> dt.datetime:
    if meets_at <= at:
        raise BadInput("meets_on", _("This moment has passed already."), _("Choose one that is still to come."))
    return meets_at


def when_and_where(meeting: Meeting) -> dict[str, str]:
    return {"place": meeting.place, "at": meeting.meets_at.isoformat()}


def when_where(meeting: Meeting) -> list[Part]:
    """The moment is kept as it is computed with; the page of the letter puts it into words."""
    return [Part("when", meeting.meets_at.isoformat()), Part("where", meeting.place)]


def _letter(meeting: Meeting, seats: str) -> list[Part]:
    texts = [
        Part("subject", meeting.subject),
        Part("within", meeting.within),
        *when_where(meeting),
        Part("other_side", meeting.other_side),
    ]
    if seats:
        texts.append(Part("who_comes", seats))
    return texts
