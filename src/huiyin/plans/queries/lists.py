"""The plans of an organisation, and those of the offices below for who stands above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.organisations.access import Actor, may, scope_filter
from huiyin.plans import people, rules
from huiyin.plans.models import OPEN, Overruling, Plan, PlanVersion, Review

from .page import reads_drafts

HORIZON = dt.timedelta(days=30)
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list. `version`: the one that holds, else the newest; `draft`: one that is being written beside it."""

    plan: Plan
    version: PlanVersion
    draft: PlanVersion | None
    gaps: int
    clock: ClockView | None


def plans(actor: Actor, *, below: bool = False, retired: bool = False) -> list[PlanRow]:
    """Of the own organisation; `below`: published ones of the offices below."""
    found = Plan.objects.select_related("organisation", "current").filter(retired_at__isnull=not retired)
    if below:
        reach = scope_filter(actor, "plan_read")
        ids = reach.organisation_ids if reach.scope == "below" else ()
        found = found.filter(organisation_id__in=ids, current__isnull=False).exclude(
            organisation_id=actor.organisation_id
        )
    else:
        found = found.filter(organisation_id=actor.organisation_id)
    rows = list(found.order_by("organisation__path", "kind", "title", "id"))
    return _rows(rows, drafts=not below)


def reaches_below(actor: Actor) -> bool:
    """Whether there can be plans of other offices in this post's list."""
    reach = scope_filter(actor, "plan_read")
    return reach.scope == "below" and len(reach.organisation_ids) > 1


def opens(actor: Actor, plan: Plan) -> bool:
    """Whether the page of the plan opens for this post."""
    if not may(actor, "plan_read", plan):
        return False
    return reads_drafts(actor, plan) or plan.versions.filter(published_at__isnull=False).exists()


def waiting(actor: Actor) -> Count:
    """For the rail: words and decisions that this post owes."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Any]]:
    reviews = Review.objects.filter(post_id=actor.post_id, given_at=None, withdrawn_at=None)
    return [reviews, Overruling.objects.filter(reviewer_id=actor.post_id, answer="")]


@dataclass(frozen=True, slots=True)
class Owed:
    """What waits for this post: a word, a decision, or a date of a plan that it looks after. `kind` and `subject` say which page it has."""

    plan: Plan
    kind: str
    subject: str
    clock: ClockView | None


def owed(actor: Actor) -> list[Owed]:
    """Every word and decision that waits for this post, what is due first in front."""
    reviews = Review.objects.filter(post_id=actor.post_id, given_at=None, withdrawn_at=None)
    reviews = reviews.select_related("plan_version__plan__organisation")
    asked = Overruling.objects.filter(reviewer_id=actor.post_id, answer="").select_related("plan__organisation")
    plans = {one.public_id: one.plan_version.plan for one in reviews}
    marks = {one.public_id: one.plan for one in asked}
    rows = [*_dated(rules.REVIEW, plans), *_dated(rules.MARK, marks)]
    return sorted(rows, key=lambda row: row.clock.due_at if row.clock else NEVER)


def dates_owed(actor: Actor) -> list[Owed]:
    """Plans that this post must file or look at again within a month."""
    clocks_ = clocks.queries.owed_by(actor.reference, time.now() + HORIZON, subject_kinds=(rules.PLAN,))
    ids = {clock.subject_id for clock in clocks_}
    plans = {one.public_id: one for one in Plan.objects.filter(public_id__in=ids).select_related("organisation", "current")} if ids else {}  # fmt: skip
    return [Owed(plans[one.subject_id], rules.PLAN, one.subject_id, one) for one in clocks_ if one.subject_id in plans]


def _dated(kind: str, plans: Mapping[str, Plan]) -> Iterable[Owed]:
    dates = clocks.queries.of_subjects(kind, plans) if plans else {}
    return [Owed(plan, kind, subject, next(iter(dates.get(subject, ())), None)) for subject, plan in plans.items()]


def _rows(found: list[Plan], *, drafts: bool) -> list[PlanRow]:
    written = PlanVersion.objects.filter(plan__in=found, status__in=(*OPEN, "approved")) if drafts else []
    newest = {version.plan_id: version for version in written}
    shown = {plan.pk: plan.current or newest[plan.pk] for plan in found if plan.current or plan.pk in newest}
    gaps = people.gaps({key: version.text for key, version in shown.items()})
    dates = clocks.queries.of_subjects(rules.PLAN, (plan.public_id for plan in found))
    return [
        PlanRow(
            plan,
            shown[plan.pk],
            newest.get(plan.pk) if plan.current and newest.get(plan.pk) != shown[plan.pk] else None,
            gaps[plan.pk],
            next(iter(dates.get(plan.public_id, ())), None),
        )
        for plan in found
        if plan.pk in shown
    ]
