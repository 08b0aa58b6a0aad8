"""Reviews of an office: the list, one review with all that it rests on, and what the person reads of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.models import Case, Reply, Review
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.models.review import ReviewStatus
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import scope_filter, widest_scope
from huiyin.organisations.models import Post

PAGE = 50
DATES = ("review", "second_review", "panel", "answer_late", "decide_objection", "serve_review", "serve_second_review")
OPEN = (ReviewStatus.LATE, ReviewStatus.ASKED, ReviewStatus.BEGUN, ReviewStatus.SUBMITTED)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A line of the list. `clock`: what the reviewing office owes next."""

    review: Review
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review. `answer`: what is reviewed; `served_at`: when the person had the decision."""

    review: Review
    answer: Reply | None
    clock: ClockView | None
    served_at: dt.datetime | None
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What the person's page tells of the latest review. `read`: whether its delivery is recorded."""

    level: str
    status: str
    office: str
    asked_at: dt.datetime
    outcome: str
    decision: str
    instructions: str
    admitted_why: str
    letter_id: str
    served_at: dt.datetime | None


def reviews(actor: Actor, *, done: bool = False) -> tuple[ReviewRow, ...]:
    """The reviews that the post may see, oldest open first; with `done` those that were decided, newest first."""
    reach = scope_filter(actor, "review_read")
    if reach.scope == "nothing":
        return ()
    found = Review.objects.filter(organisation_id__in=reach.organisation_ids)
    found = found.exclude(status__in=OPEN).order_by("-id") if done else found.filter(status__in=OPEN).order_by("id")
    rows = found.select_related("organisation", "handler__unit", "case__organisation", "case__handler")[: PAGE * 2]
    seen = [review for review in rows if may(actor, "review_read", review)][:PAGE]
    clocks = of_subjects(SUBJECT, [review.case.public_id for review in seen])
    return tuple(ReviewRow(review, _date(clocks.get(review.case.public_id, ()))) for review in seen)


def review_page(actor: Actor, public_id: str) -> ReviewPage:
    """The review, if the post may see it; `Refused` else, and where there is none."""
    review = (
        Review.objects.select_related(
            "organisation__head_post", "handler__unit", "letter", "case__organisation__parent", "case__handler"
        )
        .filter(public_id=public_id)
        .first()
    )
    if review is None or not may(actor, "review_read", review):
        raise Refused
    clocks = of_subjects(SUBJECT, [review.case.public_id])
    return ReviewPage(
        review=review,
        answer=review.case.replies.filter(status=ReplyStatus.ISSUED).last(),
        clock=_date(clocks.get(review.case.public_id, ())),
        served_at=_served(review),
        posts=tuple(_posts(review)),
    )


def told_to_person(case: Case) -> tuple[ReviewLine, ...]:
    """Every review of the case, the latest first, as the person reads it."""
    rows = case.reviews.select_related("organisation", "letter").order_by("-id")
    return tuple(
        ReviewLine(
            level=review.level,
            status=review.status,
            office=review.organisation.name,
            asked_at=review.asked_at,
            outcome=review.outcome if review.status == ReviewStatus.ISSUED else "",
            decision=review.decision if review.status == ReviewStatus.ISSUED else "",
            instructions=review.instructions if review.status == ReviewStatus.ISSUED else "",
            admitted_why=review.admitted_why,
            letter_id=review.letter.public_id if review.letter else "",
            served_at=_served(review),
        )
        for review in rows
    )


def waiting(actor: Actor) -> Count:
    """How many open reviews the post's office has, for the rail."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Review]]:
    if widest_scope(actor, "review_read") is None:
        return []
    own = Review.objects.filter(organisation_id=actor.organisation_id, status__in=OPEN)
    return [own.exclude(case__exclusions__post_id__in=actor.post_ids)]


def _date(clocks: tuple[ClockView, ...] | list[ClockView]) -> ClockView | None:
    mine = [clock for clock in clocks if clock.name.split(":")[0] in DATES and clock.status == "running"]
    return min(mine, key=lambda clock: clock.due_at, default=None)


def _served(review: Review) -> dt.datetime | None:
    if review.letter is None:
        return None
    return min((service.served_at for service in review.letter.services.all()), default=None)


def _posts(review: Review) -> list[tuple[str, str]]:
    """Who of the office can look at it: nobody who had to do with the answer, and no administrator."""
    found = Post.objects.filter(unit__organisation=review.organisation, closed_at=None).select_related("unit")
    return [
        (post.public_id, f"{post.title} · {post.unit.name}")
        for post in found
        if "administrator" not in post.roles and not review.excludes(post.pk)
    ]
