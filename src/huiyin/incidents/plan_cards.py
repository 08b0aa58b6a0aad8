"""What this room puts on the page of a plan, and beside a printed sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.organisations.access import Actor, may
from huiyin.plans import sections
from huiyin.plans.models import Plan, PrintedSheet
from huiyin.plans.paper.rows import RowId
from huiyin.plans.sections import Section
from huiyin.web.components import DeadlineChip, Link

from .models import Drill, DrillStatus
from .papers import TYPED_BACK
from .queries import drills
from .queries.drills import Proved

LAST = 3  # exercises on the card


@dataclass(frozen=True, slots=True)
class DebtCard:
    """What of a plan in force was never tried, by when the next exercise is owed, the planned one and the last ones."""

    plan: Plan
    never: tuple[Proved, ...]
    things: int
    chip: DeadlineChip | None
    planned: tuple[Drill, ...]
    last: tuple[Drill, ...]
    can_plan: bool


def offer() -> None:
    """Called when the room is ready."""
    sections.for_plans(debt_of)
    sections.for_sheets(door_of)


def debt_of(actor: Actor, plan: Plan) -> Section | None:
    """Of a plan that is practised: one that holds, of a house whose emergencies the asker may read."""
    if plan.current is None or plan.retired_at is not None or not may(actor, "incident_read", plan):
        return None
    found = drills.debt(actor, plan.public_id)
    if not found.proved:
        return None
    card = DebtCard(
        plan=found.plan,
        never=tuple(one for one in found.proved if one.days is None),
        things=len(found.proved),
        chip=titled_chip(found.clock),
        planned=tuple(one for one in reversed(found.drills) if one.status == DrillStatus.PLANNED),
        last=tuple(one for one in found.drills if one.status == DrillStatus.STARTED)[:LAST],
        can_plan=may(actor, "drill_plan", plan),
    )
    return Section("incidents/drills/of_plan.html", {"debt": card}, order=20)


def door_of(actor: Actor, sheet: PrintedSheet) -> Iterable[Link]:
    """What was written on a sheet is typed in, in the room of emergencies."""
    if sheet.kind in TYPED_BACK and may(actor, "incident_paper", sheet.plan_version.plan):
        address = f"{reverse('incidents:find-paper')}?number={RowId(sheet.code)}"
        yield Link(address, _("Type in what was written on it"), icon="pen")
