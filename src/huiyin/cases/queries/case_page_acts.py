"""What can be done with a case now, and what can't and why: the offers of all its procedures, limited to who asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.cases.actions.assigning import ASSIGNED, sent_back_once
from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.actions.giving_back import DISPUTED, sent_on
from huiyin.cases.actions.procedure import facts_of, pack_of, stands_at
from huiyin.cases.actions.referring import ARRIVED
from huiyin.cases.actions.sealing import holds_words
from huiyin.cases.models import Case, ExtensionRequest, Track
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.involvement import Part
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.verbs import IN_DRAFT, NEXT, PAGES
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.procedures import engine
from huiyin.procedures.engine import Offer
from huiyin.procedures.engine.reasons import why_not

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

WHILE_REFERRED = {"answer_referral", "dispute", "note"}
OUT_OF_THE_ORDINARY = {"urgent"}
IN_FRONT_ALONE = {"assign_down"}  # it takes the case away from the office: never by the procedure that runs beside
RECORDED_HERE = {"return_agreed"}  # where the sender is no office of this installation: it decides on paper


@dataclass(frozen=True, slots=True)
class Act:
    """One verb. `why_not` is empty where it can be done. `in_draft`: it is done in the draft itself.

    `claims`: whoever does it claims something out of the ordinary (that it is urgent); never offered as what comes next.
    """

    verb: str
    title: Text
    why_not: str = ""
    in_draft: bool = False
    claims: bool = False

    @property
    def possible(self) -> bool:
        return not self.why_not


def acts_of(actor: Actor, case: Case) -> tuple[Act, ...]:
    """Every verb that the post may do to this case at all, the possible ones first, in the order of the table."""
    offered = _offers(case.tracks.all(), case)
    found = [_act(actor, case, verb, offers) for verb, offers in offered.items() if _allowed(actor, case, verb)]
    found += [act for act in _rooms_own(actor, case) if act.verb not in offered and _allowed(actor, case, act.verb)]
    if stands_at(case, ARRIVED):  # the people are with the office below still
        found = [act for act in found if act.verb in WHILE_REFERRED]
    order = [*IN_DRAFT, *PAGES]
    return tuple(sorted(found, key=lambda act: (not act.possible, order.index(act.verb))))


def act_of(actor: Actor, case: Case, verb: str) -> Act | None:
    """The one verb; None where the post may not do it, or no procedure of the case knows it here."""
    return next((act for act in acts_of(actor, case) if act.verb == verb), None)


def next_act(
    actor: Actor, case: Case, acts: Iterable[Act] | None = None, *, owing: Collection[str] | None = None
) -> Act | None:
    """The one thing that a list offers: an unanswered message first, then the way of the procedure.

    `owing`: for a list, what `owing_an_answer` says of all its cases at once.
    """
    possible = {act.verb: act for act in (acts or acts_of(actor, case)) if act.possible and not act.claims}
    owes = case.public_id in (owing_an_answer([case.public_id]) if owing is None else owing)
    order = ("answer_message", *NEXT) if owes else NEXT
    return next((possible[verb] for verb in order if verb in possible), None)


def owing_an_answer(public_ids: Iterable[str]) -> frozenset[str]:
    """Of some cases those in which a message of the person waits: an answer to a question of the office owes none."""
    found = Clock.objects.filter(
        subject_kind=SUBJECT, subject_id__in=list(public_ids), name="answer_message", ended_at=None
    )
    return frozenset(found.values_list("subject_id", flat=True))


def _offers(tracks: Iterable[Track], case: Case) -> dict[str, list[tuple[Offer, bool]]]:
    """verb -> (offer, whether in the background), of every track, without those that a person or a superior makes."""
    facts = facts_of(case)
    known = {*PAGES, *IN_DRAFT}
    found: dict[str, list[tuple[Offer, bool]]] = {}
    for track in tracks:
        for offer in engine.available(pack_of(track), track.state, facts):
            by_others = offer.transition.who in ("superior", "second-superior", "panel", "clock")
            on_paper = offer.transition.verb in RECORDED_HERE and case.origin_id is None and track.state != ASSIGNED
            if track.background and offer.transition.verb in IN_FRONT_ALONE:
                continue
            if offer.transition.verb in known and (not by_others or on_paper):
                found.setdefault(offer.transition.verb, []).append((offer, track.background))
    return found


def _act(actor: Actor, case: Case, verb: str, offers: list[tuple[Offer, bool]]) -> Act:
    page = PAGES.get(verb)
    title = page.title if page else _("Write the answer")
    supplied = page.supplies if page else frozenset()
    barred = [(offer, background) for offer, background in offers if set(offer.blocked) - supplied]
    ahead = [background for offer, background in barred if not background]
    stuck = ahead or len(barred) == len(offers)
    barrier = why_not(barred[0][0].transition, barred[0][0].blocked, ()) if stuck else ""
    claims = any(set(offer.blocked) & OUT_OF_THE_ORDINARY for offer, _background in offers)
    return Act(verb, title, barrier or _own_reason(actor, case, verb), in_draft=verb in IN_DRAFT, claims=claims)


def _own_reason(actor: Actor, case: Case, verb: str) -> str:
    """What stands in the way besides the procedure: what this very case, or this very post, has done already."""
    if verb in ("issue_reply", "send_back_draft"):
        draft = next((reply for reply in case.replies.all() if reply.status == ReplyStatus.SUBMITTED), None)
        if draft is None:
            return _("No draft has been handed in.")
        if verb == "issue_reply" and draft.drafted_by == actor.reference:
            return _("Who wrote the draft can't approve it.")
    if verb == "seal" and case.bucket == Bucket.DONE and not holds_words(case):
        return _("Nothing of what was said is here any more.")
    if verb == "send_report_back" and sent_back_once(case):
        return _("It was sent back once already.")
    if verb == "extend":
        if waiting_request(case) is not None:
            return _("A request is waiting for a decision already.")
        if any(request.approved_at for request in case.extension_requests.all()):
            return _("The time can be extended once only, and has been.")
    return ""


def _rooms_own(actor: Actor, case: Case) -> Iterable[Act]:
    """Verbs that no procedure has, or that one of them need not know: a note, a decision on time, a first category."""
    yield Act("note", PAGES["note"].title)
    if case.kind != Kind.MISCONDUCT:
        yield Act("exclude", PAGES["exclude"].title)
    request = waiting_request(case)
    if request is not None:
        own = _("Who asked for it can't approve it.") if request.asked_by == actor.reference else ""
        yield Act("decide_extension", PAGES["decide_extension"].title, own)
    assignment = getattr(case, "assignment", None)
    if assignment is not None and not assignment.ended:
        waits = _("A report is with the office above already.") if assignment.reported_at else ""
        yield Act("report_back", PAGES["report_back"].title, waits)
    if sent_on(case) is not None:
        yield Act("answer_objection", PAGES["answer_objection"].title)
    if stands_at(case, ARRIVED):
        yield Act("answer_referral", PAGES["answer_referral"].title)
    if stands_at(case, DISPUTED) and _decides(actor, case):
        yield Act("decide_competence", PAGES["decide_competence"].title)
    yield from (Act(verb, PAGES[verb].title) for verb in _by_place(case))


def _decides(actor: Actor, case: Case) -> bool:
    """Whether the actor's office stands above the two that disagree; one that merely reads along decides nothing."""
    above = case.involvements.filter(part=Part.COMMON_SUPERIOR, until=None)
    return above.filter(organisation_id=actor.organisation_id).exists()


def _by_place(case: Case) -> Iterable[str]:
    """What depends on the list in which it stands: open before Huiyin, running, or ended."""
    if case.bucket == Bucket.BEFORE:
        yield from ("take_up", "lay_down")
        return
    if case.bucket == Bucket.DONE:
        if holds_words(case):
            yield "erase"
        return
    if case.category_id is None:
        yield "register"
    if case.kind == Kind.UNSORTED:
        yield "sort"


def waiting_request(case: Case) -> ExtensionRequest | None:
    """The request for more time that nobody has decided about."""
    return next((one for one in case.extension_requests.all() if not one.approved_at and not one.refused_at), None)


def _allowed(actor: Actor, case: Case, verb: str) -> bool:
    permission = PAGES[verb].permission if verb in PAGES else IN_DRAFT[verb]
    return may(actor, permission, case)
