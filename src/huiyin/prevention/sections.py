"""What this room puts on the pages of a case, of a plan and of the day, and where its notices lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.plans import sections as plan_sections
from huiyin.plans.models import Plan
from huiyin.web.components import Item, Link

from . import presenting
from .actions.charging import NETWORK
from .models import Hazard, Status
from .queries import equipment, hazards, network, reports, rounds
from .wording import STATUS

MOST_OF_DAY, EXPIRY_DAYS, MOST_TO_POINT_TO = 10, 7, 30


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What a plan's page shows: what is still dangerous, and the door to register more."""

    items: tuple[Item, ...]
    new: str


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(_on_case)
    sections.for_public(_on_status)
    sections.for_links(_links)
    sections.for_owed(_on_day, (*hazards.OWED_KINDS, NETWORK))
    sections.for_notices("hazard", _pages)
    sections.for_linking(_open_hazards)
    sections.for_notices("hazard-report", _report_pages)
    sections.for_notices("inspection", _inspection_pages)
    sections.for_notices("equipment", _equipment_pages)
    sections.for_notices("network-charge", _network_pages)
    plan_sections.for_plans(_on_plan)


def _open_hazards(actor: Actor) -> Iterable[tuple[str, str]]:
    found = Hazard.objects.filter(organisation_id=actor.organisation_id, ended_at=None).order_by("-id")[
        :MOST_TO_POINT_TO
    ]
    return [(f"hazard:{one.public_id}", f"{one.number} {one.title}") for one in found]


def _on_case(actor: Actor, case: Case) -> sections.Section | None:
    rows = hazards.of_case(actor, case.pk)
    if not rows:
        return None
    return sections.Section(
        "hazards",
        "prevention/card_case.html",
        {"lines": [(presenting.url(row.hazard), row.hazard, presenting.severity(row.hazard), row) for row in rows]},
        place="aside",
        order=45,
    )


def _on_status(concern: Concern) -> sections.Section | None:
    """The person reads what became of the danger that they spoke of: how it stands, never who does it."""
    rows = hazards.told(concern)
    if not rows:
        return None
    lines = [
        (row.hazard, presenting.severity(row.hazard), STATUS[row.hazard.status], presenting.chip(row)) for row in rows
    ]
    return sections.Section("hazards", "prevention/card_person.html", {"lines": lines}, order=25)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if case.kind != Kind.MISCONDUCT and may(actor, "hazard_register") and case.organisation_id == actor.organisation_id:
        yield Link(f"{reverse('prevention:new')}?case={case.public_id}", _("Register a hazard that it is about"))


def _on_plan(actor: Actor, plan: Plan) -> plan_sections.Section | None:
    rows = hazards.of_plan(actor, plan.pk)
    own = plan.organisation_id == actor.organisation_id and may(actor, "hazard_register") and plan.current is not None
    if not rows and not own:
        return None
    card = PlanCard(
        tuple(presenting.item(row) for row in rows),
        f"{reverse('prevention:new')}?plan={plan.public_id}" if own else "",
    )
    return plan_sections.Section("prevention/card_plan.html", {"hazards": card}, order=30)


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    for one in reports.waiting(actor)[:MOST_OF_DAY]:
        late = one.clock is not None and one.clock.late
        yield sections.DayEntry("late" if late else "new", presenting.reported(one))
    for one_round in rounds.day(actor, owed):
        yield sections.DayEntry("soon", presenting.round_item(one_round))
    soon = time.today(actor.zone) + dt.timedelta(days=EXPIRY_DAYS)
    for thing, check in equipment.day(clock for clock in owed if clock.due_on <= soon):
        past = check.clock is not None and check.clock.late
        yield sections.DayEntry("late" if past else "soon", presenting.equipment_item(equipment.Row(thing, check)))
    for clock in owed:
        if clock.subject_kind == NETWORK:
            yield sections.DayEntry("late" if clock.missed_at else "decide", presenting.network_gap(clock))
    for row in hazards.day(owed):
        late = row.clock is not None and row.clock.late
        checks = row.hazard.status == Status.MENDED
        word = _("See that somebody looks") if checks else _("Open the hazard")
        item = presenting.item(row, action=Link(presenting.url(row.hazard), word, note=row.hazard.title))
        yield sections.DayEntry("late" if late else ("decide" if checks else "soon"), item)


def _network_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return dict.fromkeys(network.seen(actor, public_ids), reverse("prevention:network"))


def _report_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("prevention:sort", args=[one]) for one in reports.seen(actor, public_ids)}


def _equipment_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {
        one.public_id: reverse("prevention:thing", args=[one.public_id]) for one in equipment.seen(actor, public_ids)
    }


def _inspection_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    seen = rounds.seen(actor, public_ids)
    return {one.public_id: reverse("prevention:inspection", args=[one.public_id]) for one in seen}


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.url(one) for one in hazards.seen(actor, public_ids)}
