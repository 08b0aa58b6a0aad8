"""The work on a case: who does it, what is asked of the person and of other units, messages, more time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Consultation, ExtensionRequest, Message, Track
from huiyin.cases.responsible import owner_reference
from huiyin.cases.search import actions as search
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Post, Unit
from huiyin.procedures.engine import NotPossible
from huiyin.procedures.schema import Extension

from . import clockwork, notices
from .letters import Part, in_every_language, write_letter
from .procedure import Doing, Line, advance, advance_or_note, locked, note_only, pack_of

LONGEST_MESSAGE = 5000


def assign(*, actor: Actor, case_id: int, version: int, handler: str, leader: str = "", conflict_free: bool) -> Case:
    """Name the handler (承办人) and the responsible leader (包案领导). Who is concerned by it must withdraw (条例 28)."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "assign", case)
        if not conflict_free:
            raise BadInput(
                "conflict_free", _("Nobody who is concerned by it may work on it."), _("Ask, then tick the box.")
            )
        before = case.handler
        case.handler = _post(case, handler, "handler")
        case.leader = _post(case, leader, "leader") if leader else case.leader
        if case.worked_by is None:
            case.unit = case.handler.unit
        case.facts = {**case.facts, "conflict_free": True}
        doing = Doing.by_staff(case, "assign", actor, at)
        line = Line(data={"handler": case.handler.title, "leader": case.leader.title if case.leader else ""})
        handed = clockwork.hand_over(case, before, case.handler)
        advance_or_note(doing, given={"handler"}, line=line, rows=handed)
        search.index(case)
        for post in filter(None, {case.handler, case.leader}):
            notices.to_post(doing, post.reference, notices.TO_STAFF, in_every_language(_("A case was given to you")))
    return case


def ask_person(*, actor: Actor, case_id: int, version: int, question: str, to: str = "") -> Message:
    """Ask for something. The office's own clock runs on meanwhile: waiting is no pause. `to`: one concern, where several
    people share the case; else all of them are asked.
    """
    at = time.now()
    _require_words(question, "question")
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "ask_person", case)
        doing = Doing.by_staff(case, "ask_person", actor, at).about(to)
        message = _office_message(doing, question, asks=True)
        advance(doing, given={"question"}, line=Line(), rows=[message])
    return message


def say(*, concern: Concern, text: str) -> Message:
    """The person writes on the page. An open question is answered by it; else the office owes an answer to it."""
    at = time.now()
    _require_words(text, "text")
    with store.write():
        case = locked(concern.case_id)
        question = (
            case.messages.filter(asks=True, answered_at=None, from_petitioner=False)
            .filter(Q(concern=None) | Q(concern=concern))
            .last()
        )
        verb = "person_answers" if question else "message"
        doing = Doing.by_petitioner(case, verb, at, concern.public_id)
        message = Message.objects.create(
            case=case, concern=concern, from_petitioner=True, at=at, actor="petitioner", text=text.strip()
        )
        rows = [message]
        if question is not None:
            question.answered_at = at
            question.save(update_fields=["answered_at"])
        advance(doing, given={"answer"}, rows=rows)
        title = in_every_language(_("The person wrote"))
        notices.to_post(doing, owner_reference(case, "handler"), notices.TO_STAFF, title)
        search.index(case)
    return message


def answer(*, actor: Actor, case_id: int, version: int, text: str, to: str = "") -> Message:
    """The office answers a message. `to`: the one concern whose message it answers, where several people share the case;
    the others neither read it nor learn of it, and what they wrote is still owed an answer.
    """
    at = time.now()
    _require_words(text, "text")
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "message", case)
        doing = Doing.by_staff(case, "answer_message", actor, at).about(to)
        message = _office_message(doing, text, asks=False)
        waiting = case.messages.filter(from_petitioner=True, answered_at=None)
        (waiting.filter(concern__public_id=to) if to else waiting).update(answered_at=at)
        if to and waiting.exists():
            note_only(doing, line=Line(), rows=[message])
            notices.to_petitioner(doing, in_every_language(_("The office wrote to you")))
        else:
            advance(doing, given={"answer"}, rows=[message])
    return message


def consult(*, actor: Actor, case_id: int, version: int, unit: str, question: str) -> Consultation:
    """Ask another unit, with an inner clock of its own. The case's clock runs on."""
    at = time.now()
    _require_words(question, "question")
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "consult", case)
        asked = Unit.objects.filter(public_id=unit, organisation=case.organisation, closed_at=None).first()
        if asked is None or asked.pk == case.unit_id:
            raise BadInput(
                "unit", _("Choose another unit of your organisation."), _("Its heads see the question in their list.")
            )
        doing = Doing.by_staff(case, "consult", actor, at)
        consultation = Consultation.objects.create(
            case=case, unit=asked, question=question.strip(), asked_by=actor.reference, asked_at=at
        )
        line = Line(public=True, data={"unit": asked.name})
        advance(doing, given={"consulted_unit", "question"}, line=line, rows=[consultation])
        for post in Post.objects.filter(unit=asked, closed_at=None):
            if not case.excludes(post.pk):
                notices.to_post(doing, post.reference, notices.TO_STAFF, in_every_language(_("Your unit is asked")))
    return consultation


def answer_consultation(*, actor: Actor, public_id: str, text: str) -> Consultation:
    """The unit that was asked gives its answer."""
    at = time.now()
    _require_words(text, "text")
    with store.write():
        consultation = Consultation.objects.select_related("unit").filter(public_id=public_id).first()
        if consultation is None or consultation.unit is None:
            raise Refused
        case = locked(consultation.case_id)
        place = Place(case.organisation_id, case.organisation.path, consultation.unit_id)
        require(actor, "answer_consultation", place)
        if any(case.excludes(post) for post in actor.post_ids | {actor.post_id}):
            raise Refused
        if consultation.answered_at is not None:
            raise Conflict(_("Somebody has answered already."), _("Add what is missing as a note to the handler."))
        consultation.answer = text.strip()
        consultation.answered_at = at
        consultation.answered_by = actor.reference
        consultation.answered_title = actor.post_title
        consultation.save()
        doing = Doing.by_staff(case, "consult_answered", actor, at)
        line = Line(data={"unit": consultation.whom})
        advance_or_note(doing, given={"answer"}, line=line, rows=[consultation])
    return consultation


def ask_extension(
    *, actor: Actor, case_id: int, version: int, length: int, reason: str, deadline: str = ""
) -> ExtensionRequest:
    """Ask the head for more time. Only a complex claim, at most 30 days, once, and the person is told why (条例 34).

    `deadline`: "pack:deadline" where a case runs on more than one procedure; else the first that can be extended.
    """
    at = time.now()
    _require_words(reason, "reason")
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "extend", case)
        chosen = extendable(case, deadline)
        track, allowance = chosen.track, chosen.allowance
        if not 1 <= length <= allowance.max:
            raise BadInput(
                "length",
                _("At most %(max)d days are allowed.") % {"max": allowance.max},
                _("Ask for fewer days, or answer with what is known."),
            )
        if case.extension_requests.filter(approved_at=None, refused_at=None).exists():
            raise Conflict(_("A request is waiting already."), _("The head decides about that one first."))
        request = ExtensionRequest.objects.create(
            case=case,
            track=track,
            deadline=chosen.deadline,
            length=length,
            reason=reason.strip(),
            asked_by=actor.reference,
            asked_at=at,
        )
        doing = Doing.by_staff(case, "extension_asked", actor, at)
        note_only(doing, line=Line(note=reason, public=False, data={"length": length}), rows=[request])
        head = case.office.head_post
        if head is not None:
            notices.to_post(doing, head.reference, notices.TO_STAFF, in_every_language(_("More time is asked for")))
    return request


def decide_extension(*, actor: Actor, public_id: str, approve: bool) -> ExtensionRequest:
    """The head decides. Approved: the clock moves, and the person reads the reason, who approved, and the new date."""
    at = time.now()
    with store.write():
        request = ExtensionRequest.objects.select_related("track").filter(public_id=public_id).first()
        if request is None:
            raise Refused
        case = locked(request.case_id)
        require(actor, "approve_extension", case)
        if request.asked_by == actor.reference:
            raise Refused(_("Who asked for it can't approve it."))
        if request.approved_at or request.refused_at:
            raise Conflict(_("It has been decided already."))
        request.approved_at, request.refused_at = (at, None) if approve else (None, at)
        request.approved_by = actor.reference
        request.approved_title = actor.post_title
        request.save()
        _apply_decision(Doing.by_staff(case, "extend" if approve else "extension_refused", actor, at), request)
    return request


def _apply_decision(doing: Doing, request: ExtensionRequest) -> None:
    if request.approved_at is None:
        note_only(doing, line=Line(public=False), rows=[request])
        return
    clock = clockwork.extend(doing.case, request, doing.at)
    doing.case.facts = {**doing.case.facts, "extensions": min(2, doing.case.facts.get("extensions", 0) + 1)}
    letter = write_letter(doing, "extend", [Part("reason", request.reason), Part("due", clock.due_on.isoformat())])
    line = Line(note=request.reason, data={"length": request.length, "due": clock.due_on.isoformat()})
    advance(doing, given={"reason", "head_approval"}, line=line, rows=[request, clock, letter])


@dataclass(frozen=True, slots=True)
class Extendable:
    """A running date that the procedure allows to be extended, and how far."""

    track: Track
    deadline: str
    allowance: Extension


def all_extendable(case: Case) -> list[Extendable]:
    """Every date of the case that can still be extended: running, and not missed yet."""
    found = []
    for track in case.tracks.all():
        for deadline in pack_of(track).deadlines:
            clock = clockwork.running(case, track, deadline.id) if deadline.extends is not None else None
            if clock is not None and clock.missed_at is None and deadline.extends is not None:
                found.append(Extendable(track, deadline.id, deadline.extends))
    return found


def extendable(case: Case, wanted: str = "") -> Extendable:
    """The one that is wanted ("pack:deadline"), or the first. `NotPossible` where there is none."""
    for one in all_extendable(case):
        if wanted in ("", f"{one.track.pack}:{one.deadline}"):
            return one
    raise NotPossible(_("No date of this case can be extended now."))


def _office_message(doing: Doing, text: str, *, asks: bool) -> Message:
    concern = doing.case.concerns.filter(public_id=doing.concern).first() if doing.concern else None
    if doing.concern and concern is None:
        raise BadInput("to", _("Choose one of those whose case it is, or all of them."), "")
    return Message.objects.create(
        case=doing.case,
        concern=concern,
        from_petitioner=False,
        at=doing.at,
        actor=doing.actor,
        actor_title=doing.title,
        text=text.strip(),
        asks=asks,
    )


def _post(case: Case, public_id: str, place: str) -> Post:
    post = (
        Post.objects.select_related("unit__organisation")
        .filter(public_id=public_id, unit__organisation=case.office, closed_at=None)
        .first()
    )
    if post is None or case.excludes(post.pk):
        raise BadInput(place, _("Choose a post of your organisation."), _("An empty post can't work on it."))
    return post


def _require_words(text: str, place: str) -> None:
    if not text.strip():
        raise BadInput(place, _("Nothing is written yet."), _("Write it, then send it."))
    if len(text) > LONGEST_MESSAGE:
        raise BadInput(place, _("It is too long."), _("Send the rest as a second message or as a file."))
