"""The page of emergencies, and what runs at this moment, for each page of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.incidents.models import RUNNING, CallOut, CallState, Incident
from huiyin.incidents.rules import PlannedStep, steps_at
from huiyin.kernel import reading
from huiyin.kernel.counting import Count
from huiyin.organisations.access import Actor, scope_filter
from huiyin.plans.models import Answer, Overruling, Plan
from huiyin.plans.rules import left_out

PAST = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan that can be started."""

    plan: Plan
    version: int


@dataclass(frozen=True, slots=True)
class Lists:
    """What runs, earnest and exercises apart; what is past."""

    running: tuple[Incident, ...]
    exercises: tuple[Incident, ...]
    past: tuple[Incident, ...]
    past_exercises: tuple[Incident, ...]


def lists(actor: Actor) -> Lists:
    """Of the own house and, for a superior's supervisor, of those below."""
    mine = _visible(actor).select_related("organisation", "plan_version")
    live, over = mine.filter(status__in=RUNNING), mine.exclude(status__in=RUNNING)
    return Lists(
        tuple(live.filter(exercise=False)),
        tuple(live.filter(exercise=True)),
        tuple(over.filter(exercise=False)[:PAST]),
        tuple(over.filter(exercise=True)[:PAST]),
    )


def offered(actor: Actor) -> tuple[Offered, ...]:
    """Plans of the house that are in force, the most used kinds of emergencies first by the order of their making."""
    found = Plan.objects.filter(organisation_id=actor.organisation_id, retired_at=None, current__isnull=False)
    return tuple(
        Offered(plan, plan.current.number)
        for plan in found.select_related("current").order_by("id")
        if plan.current is not None and plan.current.document.get("steps")
    )


def first_minutes(plan: Plan) -> tuple[PlannedStep, ...]:
    """What the plan in force has done first at its highest level, the most urgent first; nothing that rests on an overruled clause."""
    if plan.current is None:
        return ()
    document = plan.current.text
    marks = Overruling.objects.filter(plan=plan, answer=Answer.OVERRULED).values_list("key", "text")
    level = min(document.levels, key=lambda one: one.rank).key if document.levels else ""
    steps = [one for one in steps_at(document, level, left_out(document, marks)) if one.phase == "first"]
    return tuple(sorted(steps, key=lambda one: (one.within is None, one.within or 0, one.position)))


def running_of(actor: Actor) -> tuple[Incident, ...]:
    """What runs in earnest in the asker's own house: shown at the top of each of its pages."""
    return tuple(_earnest(actor.organisation_id).only("public_id", "title", "number", "started_at"))


def urgent(actor: Actor) -> tuple[tuple[Incident, bool], ...]:
    """For the top of each page: what runs in earnest in the house, and whatever calls this post and waits for its answer."""
    running = reading.rows(Incident, organisation=actor.organisation_id, status=list(RUNNING))
    if not running:
        return ()
    about = [incident.pk for incident in running]
    calls = reading.rows(CallOut, incident=about, post=actor.post_id, state=CallState.CALLED)
    called = {call.incident_id for call in calls}
    return tuple((row, row.pk in called) for row in running if not row.exercise or row.pk in called)


def running_in_earnest(actor: Actor) -> Count:
    """How many, for the rail."""
    return Count(_composed, (actor.organisation_id,))


def _composed(organisation_id: int) -> Iterable[QuerySet[Any, Any]]:
    return [_earnest(organisation_id)]


def _earnest(organisation_id: int) -> QuerySet[Incident]:
    return Incident.objects.filter(organisation_id=organisation_id, exercise=False, status__in=RUNNING)


def _visible(actor: Actor) -> QuerySet[Incident]:
    reach = scope_filter(actor, "incident_read")
    return Incident.objects.filter(Q(organisation_id__in=reach.organisation_ids)).order_by("-id")
