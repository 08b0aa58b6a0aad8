"""The written answer: drafted, approved by somebody else, issued with grounds and recourse, and served."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Letter, Reply, Service
from huiyin.cases.models.case import Kind
from huiyin.cases.models.replies import Outcome, ReplyStatus
from huiyin.cases.search import actions as search
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.procedures.engine import NotPossible, Step

from . import several
from .letters import Part, write_letter
from .procedure import Doing, Line, advance, has_verb, locked, note_only, pack_of

CLAIM_OUTCOMES = (Outcome.SUPPORT, Outcome.EXPLAIN, Outcome.NOT_SUPPORT)
SUGGESTION_OUTCOMES = (Outcome.ADOPT, Outcome.ADOPT_PARTLY, Outcome.NOT_ADOPT)


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What a handler writes. Article 32 demands claim, facts and reasons, decision and its legal basis."""

    outcome: str = ""
    claim: str = ""
    facts: str = ""
    decision: str = ""
    basis: str = ""


def save_reply(*, actor: Actor, case_id: int, reply_version: int, text: ReplyText) -> Reply:
    """Save the draft. Two people at one draft: the second is told what happened, and nothing typed is lost."""
    at = time.now()
    with store.write():
        case = locked(case_id)
        require(actor, "draft_reply", case)
        reply = case.replies.select_for_update().filter(status=ReplyStatus.DRAFT).first()
        if reply is None:
            _require_drafting(case)
            reply = Reply(case=case, updated_at=at)
        elif reply.version != reply_version:
            raise Conflict(_("Somebody else has saved this draft since."), _("Compare the two and save again."))
        _check_outcome(case, text.outcome)
        for name, value in asdict(text).items():
            setattr(reply, name, value.strip())
        reply.drafted_by = actor.reference
        reply.updated_at = at
        reply.version += 1
        reply.save()
        doing = Doing.by_staff(case, "draft_reply", actor, at)
        note_only(doing, line=Line(public=False), rows=[reply])
    return reply


def submit_for_approval(*, actor: Actor, case_id: int, version: int) -> Reply:
    """Hand the draft to the approver. What the law demands of it must be there already."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "submit_for_approval", case)
        reply = case.replies.filter(status=ReplyStatus.DRAFT).first()
        if reply is None:
            raise BadInput("reply", _("There is no draft yet."), _("Write it first."))
        _require_complete(case, reply)
        reply.status = ReplyStatus.SUBMITTED
        reply.drafted_by = actor.reference
        reply.sent_back_note = ""
        reply.save()
        doing = Doing.by_staff(case, "submit_for_approval", actor, at)
        advance(doing, given=_given(case, reply), line=Line(public=False), rows=[reply])
    return reply


def send_back(*, actor: Actor, case_id: int, version: int, note: str) -> Reply:
    """The approver sends the draft back, and says what is missing."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "send_back", case)
        reply = _submitted(case)
        if not note.strip():
            raise BadInput("note", _("Say what is missing."), _("The handler reads it above the draft."))
        reply.status = ReplyStatus.DRAFT
        reply.sent_back_note = note.strip()
        reply.save()
        doing = Doing.by_staff(case, "send_back_draft", actor, at)
        advance(doing, given={"reason"}, line=Line(note=note, public=False), rows=[reply])
    return reply


def issue_reply(*, actor: Actor, case_id: int, version: int) -> Reply:
    """Approve and issue. The draft's author can't; from now on the text never changes, and the way up stands in it."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "approve_reply", case)
        reply = _submitted(case)
        if reply.drafted_by == actor.reference:
            raise Refused(_("Who wrote the draft can't approve it."))
        _require_complete(case, reply)
        case.facts = {**case.facts, "outcome": reply.outcome if reply.outcome in CLAIM_OUTCOMES else ""}
        case.handled_at = at
        doing = Doing.by_staff(case, "issue_reply", actor, at)
        reply.status = ReplyStatus.ISSUED
        reply.issued_at, reply.issued_by, reply.issued_title = at, actor.reference, actor.post_title
        reply.save()
        letter = write_letter(doing, _letter_kind(case), _parts(reply), reply=reply, outcome=reply.outcome)
        reply.number = letter.number
        given = _given(case, reply)
        steps = advance(doing, given=given, line=Line(data={"outcome": reply.outcome}), rows=[reply, letter])
        _keep_recourse(reply, letter, steps, doing)
        search.index(case)
    return reply


def serve(*, actor: Actor, case_id: int, version: int, channel: str, served_at: dt.datetime, proof: str) -> Service:
    """Record that the reply reached the person (送达). The person's thirty days begin with this fact, never without."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "serve", case)
        reply = case.replies.filter(status=ReplyStatus.ISSUED).last()
        if reply is None or served_at > at or served_at < (reply.issued_at or at):
            raise BadInput(
                "served_at", _("This day does not fit."), _("It lies between the issue of the answer and now.")
            )
        if len(proof.strip()) < 2:
            raise BadInput(
                "proof", _("Say how it is known."), _("For example: signed for, or returned receipt number.")
            )
        if reply.letter.services.filter(channel=channel).exists():
            raise Conflict(_("It has been recorded already that it arrived this way."))
        doing = Doing.by_staff(case, "serve", actor, at)
        return record_service(doing, reply.letter, channel, served_at, proof.strip())


def read_on_page(*, case_id: int, concern: Concern | None = None) -> Service | None:
    """The person opened the answer on their own page and says so: that too is service, with their own act as proof.

    Of several people each says it for themselves (`concern`); it is served when the last of them has it.
    """
    at = time.now()
    with store.write():
        case = locked(case_id)
        reply = case.replies.filter(status=ReplyStatus.ISSUED).select_related("letter").last()
        if case.sealed or reply is None or reply.letter.services.exists():
            return None  # of a sealed case nothing is left to be read, also on a page that was open before
        doing = Doing.by_petitioner(case, "serve", at, concern.public_id if concern else "")
        if (
            concern is not None
            and several.is_shared(case)
            and not several.all_have_read(case, concern, reply.letter, at)
        ):
            note_only(replace(doing, verb="read_answer"), line=Line(), rows=[concern])
            return None
        return record_service(doing, reply.letter, "web", at, "")


def record_service(
    doing: Doing, letter: Letter, channel: str, served_at: dt.datetime, proof: str, *, only: str = ""
) -> Service:
    """Part of an action: the fact, and the person's own time that begins with it. `only`: the procedure of a review."""
    service = Service.objects.create(
        letter=letter, channel=channel, served_at=served_at, recorded_at=doing.at, recorded_by=doing.actor, proof=proof
    )
    line = Line(data={"channel": channel, "served_at": served_at.isoformat()})
    advance(doing, given={"service_record"}, line=line, rows=[service], since=served_at, only=only)
    return service


def _keep_recourse(reply: Reply, letter: Letter, steps: list[Step], doing: Doing) -> None:
    """The way up as it stood on the day, written into the reply and committed with it."""
    ways = [way for step in steps for way in step.recourse]
    for track in doing.case.tracks.all():
        if not ways:
            pack = pack_of(track)
            ways = [pack.way_up(way.id) for way in pack.recourse if way.to == "superior"][:1]
    reply.recourse = {
        way.id: {"en": way.text.en, "zh-hans": way.text.zh_hans, "zh-hant": way.text.zh_hant, "source": way.source}
        for way in ways
    }
    reply.save(update_fields=["recourse", "number"])
    note_only(
        Doing(doing.case, "recourse_named", doing.actor, doing.title, doing.at), line=Line(public=False), rows=[reply]
    )


def _require_drafting(case: Case) -> None:
    if case.replies.filter(status=ReplyStatus.SUBMITTED).exists():
        raise Conflict(_("The draft is with the approver."), _("It comes back when it is sent back."))
    if not any(has_verb(track, "submit_for_approval") for track in case.tracks.all()):
        raise NotPossible(_("An answer can be written once the case has been accepted and assigned."))


def _require_complete(case: Case, reply: Reply) -> None:
    """Article 32, point by point, at the place where it is missing."""
    for name, label in (
        ("outcome", _("Choose what was decided.")),
        ("claim", _("Say what the person asks for (art. 32).")),
        ("facts", _("Say what was found (art. 32).")),
        ("decision", _("Say what is done now.")),
        ("basis", _("Name the basis: the article, or the rule (art. 32).")),
    ):
        if not getattr(reply, name).strip() and not (name == "basis" and case.kind == Kind.SUGGESTION):
            raise BadInput(name, label, _("Write it into the draft."))


def _check_outcome(case: Case, outcome: str) -> None:
    allowed = SUGGESTION_OUTCOMES if case.kind == Kind.SUGGESTION else CLAIM_OUTCOMES
    if outcome and outcome not in allowed:
        raise BadInput("outcome", _("This outcome does not belong to this kind."), _("Choose one of the list."))


def _given(case: Case, reply: Reply) -> set[str]:
    given = {"draft", "reply_text", "opinion_claim", "opinion_facts", "opinion_outcome", "reason"}
    if reply.basis:
        given.add("opinion_basis")
    if case.kind == Kind.SUGGESTION:
        given.add("study_result")
    return given


def _submitted(case: Case) -> Reply:
    reply = case.replies.select_for_update().filter(status=ReplyStatus.SUBMITTED).first()
    if reply is None:
        raise Conflict(_("There is no draft to decide on any more."), _("Look at the timeline below."))
    return reply


def _letter_kind(case: Case) -> str:
    return "suggestion" if case.kind == Kind.SUGGESTION else "reply"


def _parts(reply: Reply) -> list[Part]:
    texts = (("claim", reply.claim), ("facts", reply.facts), ("decision", reply.decision), ("basis", reply.basis))
    return [Part(heading, text) for heading, text in texts if text]
