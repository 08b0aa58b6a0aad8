"""What of this room falls due, for the agenda: exercises that are planned, and plans that must be practised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.kernel import time
from huiyin.organisations.access import may

from .actions.parts import DRILL_RULE
from .models import Drill, DrillRule, DrillStatus


def register() -> None:
    """Called when the room is ready."""
    offer(_planned)
    offer(_to_practise, (DRILL_RULE,))


def _planned(asked: Asked) -> Iterable[Due]:
    """Unannounced ones stand here for those alone who lead or plan them."""
    zone = time.zone_of(asked.actor.zone)
    begins = dt.datetime.combine(asked.first, dt.time(), zone)
    ends = dt.datetime.combine(asked.last + dt.timedelta(days=1), dt.time(), zone)
    found = Drill.objects.filter(
        plan__organisation_id=asked.actor.organisation_id, status=DrillStatus.PLANNED, planned_for__gte=begins, planned_for__lt=ends
    )  # fmt: skip
    for drill in found.select_related("plan__organisation", "led_by"):
        plans_it = drill.led_by_id == asked.actor.post_id or may(asked.actor, "drill_plan", drill.plan)
        if plans_it or (drill.announced and may(asked.actor, "incident_read", drill.plan)):
            day = drill.planned_for.astimezone(zone).date()
            address = reverse("incidents:drill", args=[drill.public_id])
            yield Due(day, _("exercise"), drill.plan.title, address, drill.led_by.reference, drill.led_by.title)


def _to_practise(asked: Asked) -> Iterable[Due]:
    rows = DrillRule.objects.filter(public_id__in=[one.subject_id for one in asked.owed])
    found = {row.public_id: row.plan for row in rows.select_related("plan__organisation")}
    for clock in asked.owed:
        plan = found.get(clock.subject_id)
        if plan is not None and may(asked.actor, "plan_read", plan):
            yield asked.of_clock(clock, plan.title, reverse("incidents:drills"))
