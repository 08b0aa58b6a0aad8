"""The office above looks again: begins, drafts, has it approved by somebody else, decides, and delivers."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Review, Service
from huiyin.cases.models.review import Level, ReviewOutcome, ReviewStatus
from huiyin.cases.search import actions as search
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Post
from huiyin.procedures.engine import Step

from . import clockwork, notices, several
from .asking_review import PARTS
from .involving import leave
from .letters import Part, in_every_language, write_letter
from .procedure import Doing, Line, advance, locked, note_only
from .replying import CLAIM_OUTCOMES, record_service

BEGINS = {Level.PANEL: "start_review", Level.REVIEW: "start_review", Level.SECOND: "start_second_review"}
ISSUES = {Level.PANEL: "issue_review", Level.REVIEW: "issue_review", Level.SECOND: "issue_second_review"}
GIVEN = frozenset(
    {"opinion_claim", "opinion_facts", "opinion_basis", "opinion_outcome", "reply_text", "reason", "panel_members"}
)


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What the reviewer writes. `outcome` of the review; `result`: what the person's claim comes to (art. 32);
    `instructions`: what the office must do, where it is sent back."""

    outcome: str = ""
    result: str = ""
    claim: str = ""
    facts: str = ""
    decision: str = ""
    basis: str = ""
    instructions: str = ""


def begin_review(*, actor: Actor, review_id: str, version: int, handler: str, panel: str = "") -> Review:
    """Name who looks at it. The person is told that it has begun; at a school, who is on the panel."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_begin")
        expect(review, ReviewStatus.ASKED)
        if review.level == Level.PANEL and len(panel.strip()) < 2:
            raise BadInput(
                "panel", _("Name the members, one of them from outside."), _("The person reads who decides.")
            )
        review.handler, review.panel = _post(review, handler), panel.strip()
        review.status = ReviewStatus.BEGUN
        save(review)
        doing = Doing.by_staff(case, BEGINS[Level(review.level)], actor, at)
        line = Line(note=review.panel, data={"handler": review.handler.title, "office": review.organisation.name})
        handed = clockwork.hand_to(case, ("review", "second_review", "panel"), review.handler)
        advance(doing, given={"panel_members"}, line=line, rows=[review, *handed], only=review.pack)
        title = in_every_language(_("A review was given to you"))
        notices.to_post(doing, review.handler.reference, notices.TO_STAFF, title)
    return review


def save_review(*, actor: Actor, review_id: str, version: int, text: ReviewText) -> Review:
    """Save the draft. Two people at one draft: the second is told, and nothing typed is lost."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_draft")
        expect(review, ReviewStatus.BEGUN)
        for name, value in asdict(text).items():
            setattr(review, name, value.strip())
        review.drafted_by = actor.reference
        save(review)
        doing = Doing.by_staff(case, "draft_review", actor, at)
        note_only(doing, line=Line(public=False), rows=[review])
    return review


def submit_review(*, actor: Actor, review_id: str, version: int) -> Review:
    """Hand the draft to who decides. What the law demands of it must be there."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_draft")
        expect(review, ReviewStatus.BEGUN)
        _require_complete(review)
        review.status, review.sent_back_note = ReviewStatus.SUBMITTED, ""
        review.drafted_by = actor.reference
        save(review)
        doing = Doing.by_staff(case, "submit_review", actor, at)
        note_only(doing, line=Line(public=False), rows=[review])
        head = review.organisation.head_post
        if head is not None:
            title = in_every_language(_("A review is to be decided"))
            notices.to_post(doing, head.reference, notices.TO_STAFF, title)
    return review


def send_back_review(*, actor: Actor, review_id: str, version: int, note: str) -> Review:
    """Who decides wants something else first, and says what."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_decide")
        expect(review, ReviewStatus.SUBMITTED)
        if not note.strip():
            raise BadInput("note", _("Say what is missing."), _("The handler reads it above the draft."))
        review.status, review.sent_back_note = ReviewStatus.BEGUN, note.strip()
        save(review)
        doing = Doing.by_staff(case, "send_back_review", actor, at)
        note_only(doing, line=Line(note=note.strip(), public=False), rows=[review])
    return review


def issue_review(*, actor: Actor, review_id: str, version: int) -> Review:
    """Decide: upheld, changed, or sent back. Not by who wrote the draft. From now on the text never changes."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_decide")
        expect(review, ReviewStatus.SUBMITTED)
        if review.drafted_by == actor.reference:
            raise Refused(_("Who wrote the draft can't approve it."))
        _require_complete(review)
        review.status = ReviewStatus.ISSUED
        review.issued_at, review.issued_by, review.issued_title = at, actor.reference, actor.post_title
        sent_back = review.outcome == ReviewOutcome.SEND_BACK and review.level != Level.PANEL
        case.facts = {**case.facts, **_facts_after(case, review, sent_back=sent_back)}
        if sent_back:
            case.handled_at = None
        doing = Doing.by_staff(case, "return_to_office" if sent_back else ISSUES[Level(review.level)], actor, at)
        review.letter = write_letter(
            doing, review.level, _parts(review), office=review.organisation, outcome=review.outcome
        )
        save(review)
        given = GIVEN | ({"instructions"} if sent_back else set())
        line = Line(data={"outcome": review.outcome, "office": review.organisation.name})
        ended = leave(doing, review.organisation, PARTS[Level(review.level)]) if sent_back else []
        steps = advance(doing, given=given, line=line, rows=[review, review.letter, *ended], only=review.pack)
        _keep_recourse(review, steps, doing)
        search.index(case)
    return review


def serve_review(
    *, actor: Actor, review_id: str, version: int, channel: str, served_at: dt.datetime, proof: str
) -> Service:
    """Record that the decision reached the person. Their thirty days for the next step begin with this fact."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_serve")
        expect(review, ReviewStatus.ISSUED)
        if review.letter is None or served_at > at or served_at < (review.issued_at or at):
            raise BadInput("served_at", _("This day does not fit."), _("It lies between the decision and now."))
        if len(proof.strip()) < 2:
            raise BadInput(
                "proof", _("Say how it is known."), _("For example: signed for, or returned receipt number.")
            )
        if review.letter.services.filter(channel=channel).exists():
            raise Conflict(_("It has been recorded already that it arrived this way."))
        return _served(Doing.by_staff(case, "serve", actor, at), review, channel, served_at, proof.strip())


def read_review_on_page(*, case_id: int, concern: Concern | None = None) -> Service | None:
    """The person says on their own page that they have read the decision: service by their own act. Of several people
    each for themselves, as with the answer.
    """
    at = time.now()
    with store.write():
        case = locked(case_id)
        review = case.reviews.filter(status=ReviewStatus.ISSUED, letter__services=None).last()
        if case.sealed or review is None or review.letter is None:
            return None
        doing = Doing.by_petitioner(case, "serve", at, concern.public_id if concern else "")
        if (
            concern is not None
            and several.is_shared(case)
            and not several.all_have_read(case, concern, review.letter, at)
        ):
            note_only(replace(doing, verb="read_answer"), line=Line(), rows=[concern])
            return None
        return _served(doing, review, "web", at, "")


def _served(doing: Doing, review: Review, channel: str, served_at: dt.datetime, proof: str) -> Service:
    assert review.letter is not None
    if review.outcome == ReviewOutcome.SEND_BACK:  # the office works on it: no time of the person's own begins
        service = Service.objects.create(
            letter=review.letter, channel=channel, served_at=served_at, recorded_at=doing.at, recorded_by=doing.actor, proof=proof
        )  # fmt: skip
        note_only(doing, line=Line(data={"channel": channel}), rows=[service])
        return service
    return record_service(doing, review.letter, channel, served_at, proof, only=review.pack)


def locked_review(review_id: str, version: int, actor: Actor, verb: str) -> tuple[Review, Case]:
    """For writing, by who may; `Conflict` when somebody else has done something since the page was shown."""
    found = Review.objects.filter(public_id=review_id).values_list("case_id", flat=True).first()
    if found is None:
        raise Refused
    case = locked(found)
    review = Review.objects.select_related("organisation__head_post", "handler__unit", "letter").get(
        public_id=review_id
    )
    review.case = case
    require(actor, verb, review)
    if review.version != version:
        raise Conflict(
            _("Somebody else has worked on this review since you opened the page."), _("Look at what stands there now.")
        )
    return review, case


def expect(review: Review, status: str) -> None:
    """`Conflict` where the review stands elsewhere."""
    if review.status != status:
        raise Conflict(_("This can't be done at this point of the review."), _("Look at where it stands now."))


def save(review: Review) -> None:
    """One version more."""
    review.version += 1
    review.save()


def _post(review: Review, public_id: str) -> Post:
    post = Post.objects.filter(public_id=public_id, unit__organisation=review.organisation, closed_at=None).first()
    if post is None or review.excludes(post.pk):
        raise BadInput("handler", _("Choose a post of your organisation that had nothing to do with the answer."), "")
    return post


def _require_complete(review: Review) -> None:
    """Articles 32, 35 and 36, point by point, at the place where it is missing."""
    needed: list[tuple[str, Any]] = [
        ("outcome", _("Choose what the review comes to.")),
        ("claim", _("Say what the person asks for (art. 32).")),
        ("facts", _("Say what was found (art. 32).")),
        ("decision", _("Say what is done now.")),
        ("basis", _("Name the basis: the article, or the rule (art. 32).")),
    ]
    if review.outcome == ReviewOutcome.SEND_BACK:
        needed.append(("instructions", _("Say what the office must do now.")))
    if review.outcome == ReviewOutcome.CHANGE:
        needed.append(("result", _("Choose what the claim comes to: support, explain, or not support.")))
    for name, message in needed:
        if not getattr(review, name).strip():
            raise BadInput(name, message, _("Write it into the draft."))
    if review.outcome not in ReviewOutcome.values or (review.result and review.result not in CLAIM_OUTCOMES):
        raise BadInput("outcome", _("Choose one of the list."), "")


def _facts_after(case: Case, review: Review, *, sent_back: bool) -> dict[str, object]:
    overturned = case.facts.get("overturned", False) or review.outcome != ReviewOutcome.UPHOLD
    if sent_back:
        return {"level": 0, "outcome": "", "overturned": overturned}
    level = {Level.PANEL: 0, Level.REVIEW: 1, Level.SECOND: 2}[Level(review.level)]
    changed = review.result if review.outcome == ReviewOutcome.CHANGE else case.facts.get("outcome", "")
    return {"level": level, "outcome": changed, "overturned": overturned}


def _parts(review: Review) -> list[Part]:
    texts = (
        ("asked", review.reasons), ("panel", review.panel), ("claim", review.claim), ("facts", review.facts),
        ("decision", review.decision), ("instructions", review.instructions), ("basis", review.basis),
    )  # fmt: skip
    return [Part(heading, text) for heading, text in texts if text]


def _keep_recourse(review: Review, steps: list[Step], doing: Doing) -> None:
    """The next door as it stood on the day, written into the decision and committed with it."""
    review.recourse = {
        way.id: {"en": way.text.en, "zh-hans": way.text.zh_hans, "zh-hant": way.text.zh_hant, "source": way.source}
        for step in steps
        for way in step.recourse
    }
    review.save(update_fields=["recourse"])
    note_only(
        Doing(doing.case, "recourse_named", doing.actor, doing.title, doing.at), line=Line(public=False), rows=[review]
    )
