"""What lies on a post when its holder leaves: plans that it looks after, words and decisions that it owes. It goes up, so that
nothing about a plan is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import Change, OpenWork, next_held, on_change, register
from huiyin.organisations.models import Post

from . import rules
from .actions import notices, parts
from .models import Overruling, Plan, Review
from .people import legal_reviewers

WORDS = (rules.REVIEW, rules.MARK)


def open_plans(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    post = post_reference.removeprefix("post:")
    kept = Plan.objects.filter(keeper__public_id=post, retired_at=None).count()
    owed = clocks.queries.rows_owed_by(post_reference, subject_kinds=WORDS)
    first = min((clock.due_on for clock in owed), default=None)
    return [
        OpenWork(_("plans that it looks after"), kept),
        OpenWork(_("words on plans that it owes"), len(owed), first),
    ]


def offer() -> None:
    """Called when the room is ready."""
    register(open_plans)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it looks after its plans and owes its words, from this moment."""
    if not change.vacant:
        return
    after = next_held(change.post)
    if after is None:
        return
    for public_id in Plan.objects.filter(keeper=change.post, retired_at=None).values_list("public_id", flat=True):
        plan = parts.locked(public_id)
        plan.keeper = after
        plan.save()
        own = parts.open_clocks(rules.PLAN, plan.public_id)
        rows: list[ledger.Committed] = [clocks.hand_over(clock, owner=after.reference) for clock in own]
        notices.tell(plan, "kept", [after.reference], actor=change.actor, at=change.at)
        parts.record("kept", change.actor, plan, change.at, [plan, *rows])
    for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=WORDS):
        _hand(clock, after, change)


def _hand(clock: Clock, after: Post, change: Change) -> None:
    """A word goes to whoever is above. A mark goes to another legal reviewer; where there is none, who is above owes that there be one."""
    rows: list[ledger.Committed] = []
    if clock.subject_kind == rules.REVIEW:
        review = Review.objects.select_for_update().get(public_id=clock.subject_id)
        review.post, plan, verb = after, review.plan_version.plan, "ask_review"
        review.save()
        rows.append(review)
    else:
        mark = Overruling.objects.select_for_update().get(public_id=clock.subject_id)
        plan, verb = mark.plan, "ask_overruling"
        other = next((one for one in legal_reviewers(plan) if one != change.post), None)
        if other is not None:
            mark.reviewer = after = other
            mark.save()
            rows.append(mark)
    rows.append(clocks.hand_over(clock, owner=after.reference))
    notices.tell(plan, verb, [after.reference], actor=change.actor, at=change.at)
    parts.record("handed", change.actor, plan, change.at, rows)
