"""What of the plans stands on the day list, and where a notice about a plan leads. Cases and plans do not know each other: they meet here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from huiyin.cases import sections
from huiyin.cases.sections import DayEntry, DayGroup
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.plans import presenting, rules
from huiyin.plans.models import Plan
from huiyin.plans.queries import lists


def offer() -> None:
    """Called when the room is ready."""
    sections.for_day(_waits, lists.waiting)
    sections.for_owed(_dates, (rules.PLAN,))
    sections.for_notices("plan", pages_of_plans)


def _waits(actor: Actor) -> Iterable[DayEntry]:
    """Words and decisions that this post owes."""
    if may(actor, "plan_read"):
        yield from (_entry(row, "decide") for row in lists.owed(actor))


def _dates(actor: Actor, owed: Sequence[Clock]) -> Iterable[DayEntry]:
    """Dates of the plans that it looks after."""
    if owed and may(actor, "plan_read"):
        yield from (_entry(row, "soon") for row in lists.dates_owed(actor))


def _entry(row: lists.Owed, in_time: DayGroup) -> DayEntry:
    late = row.clock is not None and row.clock.late
    return DayEntry("late" if late else in_time, presenting.owed(row))


def pages_of_plans(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """A plan of the own office; what was published of one below."""
    found = Plan.objects.filter(public_id__in=public_ids).select_related("organisation")
    return {plan.public_id: presenting.plan_url(plan) for plan in found if lists.opens(actor, plan)}
