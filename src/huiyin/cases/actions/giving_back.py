"""Who is competent, when two offices disagree: the sender takes it back or insists; the office above both decides (条例 23, 24).

The cases at both ends move in one transaction, and what goes back goes with the concerns and the people's codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.models.involvement import Part as Seat
from huiyin.cases.responsible import common_superior
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, require

from . import clockwork, notices
from .assigning import ASSIGNED, given_back
from .involving import involve, leave
from .letters import Part, in_every_language, write_letter
from .passing import move_people
from .procedure import Doing, Line, advance, locked, stands_at
from .referring import REFERRED, come_back, take_on
from .written import need

OBJECTED, DISPUTED = "objected", "disputed"
DECIDED = 2  # of the fact `returns`


@dataclass(frozen=True, slots=True)
class Ends:
    """The case at the office that sent it, and the one at the office that got it."""

    sender: Case
    receiver: Case


def sent_on(case: Case) -> Case | None:
    """The case at the office to which this one was passed, where that office says that it is not competent."""
    if not (stands_at(case, "transferred") or stands_at(case, ASSIGNED)):
        return None
    for there in case.passed_on.all():
        if stands_at(there, OBJECTED):
            return there
    return None


def answer_objection(*, actor: Actor, case_id: int, version: int, agree: bool, reason: str) -> Case:
    """The sender agrees to take it back, or insists; then the office above both decides by a day (条例 23¶3, 24)."""
    at = time.now()
    with store.write():
        sender = locked(case_id, version=version)
        require(actor, "transfer", sender)
        there = sent_on(sender)
        if there is None:
            raise Conflict(_("Nobody asks you to take it back now."), _("Look at the timeline below."))
        _need(reason)
        ends = Ends(sender, locked(there.pk))
        if agree:
            _goes_back(ends, "return_agreed", actor, reason.strip())
        else:
            _insist(Doing.by_staff(ends.receiver, "insist", actor, at), reason.strip())
    return sender


def dispute(*, actor: Actor, case_id: int, version: int, reason: str) -> Case:
    """It was given back to the same office once already: the office above both decides, instead of sending it to and fro."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "object", case)
        _need(reason)
        _insist(Doing.by_staff(case, "dispute", actor, at), reason.strip())
    return case


def may_object(case: Case) -> None:
    """`Conflict` where it is too late to object, or where it was given back or decided once: with what to do instead."""
    returns = case.facts.get("returns", 0)
    if returns == DECIDED:
        raise Conflict(_("The office above both has decided that it is yours."), _("Accept it, and go on with it."))
    if returns:
        raise Conflict(
            _("It was given back to that office once already."),
            _("Put it before the office above both: it decides whose it is (art. 24)."),
        )
    late = Clock.objects.filter(subject_kind=clockwork.SUBJECT, subject_id=case.public_id, name="object")
    if late.filter(missed_at__isnull=False).exists():
        raise Conflict(
            _("The five working days for an objection are over, so it is yours (art. 23)."),
            _("Accept it, or pass it on to the office that is competent."),
        )
    assignment = getattr(case, "assignment", None)
    if assignment is not None and assignment.reported_at is not None:
        raise Conflict(_("You have reported the result already."), _("Wait for what the office above says."))


def decide_competence(*, actor: Actor, case_id: int, version: int, here: bool, reason: str) -> Case:
    """The office above both: it stays with the receiver, or goes back to the sender. The person reads why."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "decide_competence", case)
        office = common_superior(case)
        if office is None or office.pk != actor.organisation_id:
            raise Refused
        if not stands_at(case, DISPUTED) or case.origin_id is None:
            raise Conflict(_("There is no dispute to decide now."), _("Look at the timeline below."))
        _need(reason)
        ends = Ends(locked(case.origin_id), case)
        doing = Doing.by_staff(case, "decide_here" if here else "decide_sender", actor, at)
        letter = write_letter(doing, "competence", [Part("reason", reason.strip())], office=office)
        rows: list[ledger.Committed] = [letter, *leave(doing, office, Seat.COMMON_SUPERIOR)]
        if here:
            case.facts = {**case.facts, "competent": True, "returns": DECIDED}
            if stands_at(ends.sender, REFERRED):
                take_on(ends.sender, doing, reason.strip(), rows)
            else:
                advance(doing, given={"reason"}, line=Line(note=reason.strip()), rows=rows)
        else:
            _goes_back(ends, "decide_sender", actor, reason.strip(), rows)
        for one in {ends.sender.pk: ends.sender, case.pk: case}.values():
            _tell(Doing.by_staff(one, doing.verb, actor, at))
    return case


def _insist(doing: Doing, reason: str) -> None:
    office = common_superior(doing.case)
    rows: list[ledger.Committed] = []
    if office is not None:
        rows.append(involve(doing, office, Seat.COMMON_SUPERIOR))
    advance(doing, given={"reason"}, line=Line(note=reason, data={"office": office.name if office else ""}), rows=rows)
    sender = doing.case.origin
    if sender is not None and stands_at(sender, REFERRED):  # the people are there still
        below = Doing(sender, doing.verb, doing.actor, doing.title, doing.at)
        notices.to_petitioner(
            below, in_every_language(_("Two offices disagree whose it is; the one above both decides"))
        )
    if office is not None and office.head_post is not None:
        clockwork.hand_to(doing.case, ("decide_competence",), office.head_post)
        title = in_every_language(_("A dispute of competence is to be decided"))
        notices.to_post(doing, office.head_post.reference, notices.TO_STAFF, title)


def _goes_back(ends: Ends, verb: str, actor: Actor, reason: str, rows: list[ledger.Committed] | None = None) -> None:
    """The receiver's case ends; the sender's goes on with the concerns. The codes open it wherever it is."""
    at = time.now()
    people = move_people(ends.receiver, ends.sender)
    given = {"sender_consent", "reason"}
    ending = Doing.by_staff(ends.receiver, verb, actor, at)
    advance(ending, given=given, line=Line(note=reason), rows=[*(rows or []), *given_back(ends.receiver, at)])
    search.remove(ends.receiver)
    if stands_at(ends.sender, REFERRED):
        come_back(ends.sender, ending, reason)
        return
    ends.sender.facts = {**ends.sender.facts, "competent": True}
    going_on = Doing.by_staff(ends.sender, "return_agreed", actor, at)
    advance(going_on, given=given, line=Line(note=reason), rows=people)
    search.index(ends.sender)


def _tell(doing: Doing) -> None:
    """Both desks learn what was decided."""
    head = doing.case.organisation.head_post
    if head is not None:
        title = in_every_language(_("It was decided whose it is"))
        notices.to_post(doing, head.reference, notices.TO_STAFF, title)


def _need(reason: str) -> None:
    need(reason, "reason", _("Say why, with the article; the person reads it."))
