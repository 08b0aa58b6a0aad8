"""The plans of an organisation, and those of the offices below for who stands above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.counting import Count
from huiyin.organisations.access import Actor, scope_filter
from huiyin.plans import people, rules
from huiyin.plans.models import OPEN, Overruling, Plan, PlanVersion, Review

HORIZON = dt.timedelta(days=30)


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


def waiting(actor: Actor) -> Count:
    """For the rail: words and decisions that this post owes."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Any]]:
    reviews = Review.objects.filter(post_id=actor.post_id, given_at=None, withdrawn_at=None)
    return [reviews, Overruling.objects.filter(reviewer_id=actor.post_id, answer="")]


def owed(actor: Actor) -> list[tuple[ClockView, Plan]]:
    """What this post owes of plans within a month, late ones first: for the day list."""
    views = clocks.queries.owed_by(
        actor.reference, time.now() + HORIZON, subject_kinds=(rules.PLAN, rules.REVIEW, rules.MARK)
    )
    by_kind = {kind: {view.subject_id for view in views if view.subject_kind == kind} for kind in (rules.PLAN, rules.REVIEW, rules.MARK)}  # fmt: skip
    found = _plans_of(by_kind)
    return [(view, found[view.subject_id]) for view in views if view.subject_id in found]


def _plans_of(ids: Mapping[str, Collection[str]]) -> dict[str, Plan]:
    own = (
        {plan.public_id: plan for plan in Plan.objects.filter(public_id__in=ids[rules.PLAN])} if ids[rules.PLAN] else {}
    )
    if ids[rules.REVIEW]:
        reviews = Review.objects.filter(public_id__in=ids[rules.REVIEW]).select_related("plan_version__plan")
        own |= {one.public_id: one.plan_version.plan for one in reviews}
    if ids[rules.MARK]:
        own |= {
            one.public_id: one.plan
            for one in Overruling.objects.filter(public_id__in=ids[rules.MARK]).select_related("plan")
        }
    return own


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
