"""What of the plans stands on the day list, and where a notice about a plan leads. Cases and plans do not know each other: they meet here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from huiyin.cases import sections
from huiyin.cases.sections import DayEntry
from huiyin.organisations.access import Actor, may
from huiyin.plans import presenting
from huiyin.plans.models import Plan
from huiyin.plans.queries import lists


def offer() -> None:
    """Called when the room is ready."""
    sections.for_day(day)
    sections.for_notices("plan", pages_of_plans)


def day(actor: Actor) -> Iterable[DayEntry]:
    """Words and decisions that this post owes, and dates of the plans that it looks after."""
    if not may(actor, "plan_read"):
        return
    for row in (*lists.owed(actor), *lists.dates_owed(actor)):
        late = row.clock is not None and row.clock.late
        yield DayEntry("late" if late else "soon" if row.kind == "plan" else "decide", presenting.owed(row))


def pages_of_plans(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """A plan of the own office; what was published of one below."""
    found = Plan.objects.filter(public_id__in=public_ids).select_related("organisation")
    return {plan.public_id: presenting.plan_url(plan) for plan in found if lists.opens(actor, plan)}
