"""What happens by itself when a date of a plan comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Post

from . import rules
from .actions import notices, parts
from .models import Overruling, Plan, Review

ACTOR = "system:clock"


def register() -> None:
    for kind in (rules.PLAN, rules.REVIEW, rules.MARK):
        registry.on_miss(kind, missed)
        registry.on_remind(kind, remind)


def missed(clock: Clock, at: dt.datetime) -> None:
    """Who owes it, who asked, and the superior of who owes it are told; it stays owed."""
    plan, asked_by = _about(clock)
    told = [clock.owner, asked_by, _superior(clock.owner, plan)]
    notices.tell(plan, "missed", filter(None, told), actor=ACTOR, at=at)
    parts.record("missed", ACTOR, plan, at, [clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Who must act by then; nothing else changes."""
    notices.tell(_about(clock)[0], "remind", [clock.owner], actor=ACTOR, at=at)


def _about(clock: Clock) -> tuple[Plan, str]:
    """The plan, and who waits."""
    if clock.subject_kind == rules.REVIEW:
        review = Review.objects.get(public_id=clock.subject_id)
        return parts.locked(review.plan_version.plan.public_id), review.asked_by
    if clock.subject_kind == rules.MARK:
        mark = Overruling.objects.get(public_id=clock.subject_id)
        return parts.locked(mark.plan.public_id), mark.asked_by
    return parts.locked(clock.subject_id), ""


def _superior(owner: str, plan: Plan) -> str:
    """Of the post that owes it; else the head of the organisation."""
    post = Post.objects.filter(public_id=owner.removeprefix("post:")).select_related("reports_to").first()
    above = post.reports_to if post and post.reports_to else plan.organisation.head_post
    return above.reference if above else ""
