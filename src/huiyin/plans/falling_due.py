"""What of this room falls due, for the agenda: plans to be filed, and to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.agenda.sources import Asked, Due, offer

from . import rules
from .models import Plan
from .presenting import plan_url
from .queries.lists import opens


def register() -> None:
    """Called when the room is ready."""
    offer(_plans, (rules.PLAN,))


def _plans(asked: Asked) -> Iterable[Due]:
    rows = Plan.objects.filter(public_id__in=[one.subject_id for one in asked.owed])
    rows = rows.select_related("organisation", "keeper", "current")
    found = {row.public_id: row for row in rows if opens(asked.actor, row)}
    for clock in asked.owed:
        if plan := found.get(clock.subject_id):
            yield asked.of_clock(clock, plan.title, plan_url(plan))
