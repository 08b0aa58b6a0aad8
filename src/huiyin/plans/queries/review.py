"""A word that was asked for, as the post that was asked sees it."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel import clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, require
from huiyin.plans import rules
from huiyin.plans.models import Plan, Review


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`mine`: this post is asked, and its word is still to come."""

    review: Review
    plan: Plan
    clock: ClockView | None
    mine: bool


def review_page(actor: Actor, public_id: str) -> ReviewPage:
    """Read by the post that was asked and by the house that asks. `Refused`."""
    found = Review.objects.filter(public_id=public_id).select_related("plan_version__plan__organisation", "post")
    review = found.first()
    if review is None:
        raise Refused
    plan = review.plan_version.plan
    require(actor, "plan_read", plan)
    if review.post_id != actor.post_id and actor.organisation_id != plan.organisation_id:
        raise Refused
    dates = clocks.queries.of_subject(rules.REVIEW, review.public_id)
    waits = review.given_at is None and review.withdrawn_at is None
    return ReviewPage(review, plan, next(iter(dates), None), mine=waits and review.post_id == actor.post_id)
