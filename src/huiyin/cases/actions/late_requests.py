"""What came after the day, and objections to a refusal: the office above says yes or no, with the reason and the next door."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Review
from huiyin.cases.models.review import Level, ReviewOutcome, ReviewStatus
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor

from .asking_review import PARTS
from .involving import leave
from .letters import Part, write_letter
from .procedure import Doing, Line, advance
from .reviewing import expect, locked_review, save
from .written import need


def decide_late(*, actor: Actor, review_id: str, version: int, admit: bool, reason: str, ways: str = "") -> Review:
    """Take a late request on, or answer it with the reason and with what else is open. It is never passed over.

    Taken on, the thirty days of the review count from the day of the request, as the law counts them (条例 35, 36).
    """
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_begin")
        expect(review, ReviewStatus.LATE)
        need(reason, "reason", _("Say why; the person reads it."))
        if not admit:
            need(ways, "ways", _("Name what else is open: mediation, another authority, help."))
        review.admitted_why = reason.strip()
        review.status = ReviewStatus.ASKED if admit else ReviewStatus.TURNED_DOWN
        doing = Doing.by_staff(case, "admit_late_review" if admit else "answer_late_review", actor, at)
        parts = [Part("reason", reason.strip())] + ([] if admit else [Part("ways", ways.strip())])
        kind = "late_admitted" if admit else "late_answer"
        letter = write_letter(doing, kind, parts, office=review.organisation)
        if not admit:
            review.letter = letter
        save(review)
        rows: list[ledger.Committed] = [review, letter]
        if not admit and review.level != Level.PANEL:
            rows.extend(leave(doing, review.organisation, PARTS[Level(review.level)]))
        since = review.asked_at if admit else None
        advance(doing, given={"reason"}, line=Line(note=reason.strip()), rows=rows, since=since, only=review.pack)
    return review


def decide_objection(
    *, actor: Actor, review_id: str, version: int, accept: bool, reason: str, ways: str = ""
) -> Review:
    """Must the office take on what it refused (条例 43, 44)? Either way the person reads why, and what comes next."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_decide")
        expect(review, ReviewStatus.ASKED)
        if review.level != Level.OBJECTION:
            raise Refused
        need(reason, "reason", _("Say why; the person and the office read it."))
        if not accept:
            need(ways, "ways", _("Name who is competent, or what else is open."))
        review.status, review.decision = ReviewStatus.ISSUED, reason.strip()
        review.outcome = ReviewOutcome.CHANGE if accept else ReviewOutcome.UPHOLD
        review.issued_at, review.issued_by, review.issued_title = at, actor.reference, actor.post_title
        doing = Doing.by_staff(case, "accept_objection" if accept else "uphold_refusal", actor, at)
        parts = [Part("reason", reason.strip())] + ([] if accept else [Part("ways", ways.strip())])
        review.letter = write_letter(doing, "objection", parts, office=review.organisation)
        save(review)
        rows: list[ledger.Committed] = [
            review,
            review.letter,
            *leave(doing, review.organisation, PARTS[Level.OBJECTION]),
        ]
        given = {"reason", "competent_body"}
        advance(doing, given=given, line=Line(note=reason.strip()), rows=rows, only=review.pack)
    return review
