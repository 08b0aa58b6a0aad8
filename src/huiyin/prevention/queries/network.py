"""Network safety on one page: who answers for it, what there is with its checks and rounds, and what is done first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.incidents import queries as incidents
from huiyin.incidents.queries import Offered
from huiyin.incidents.rules import PlannedStep
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.prevention.models import NETWORK_KINDS, Charge

from . import equipment, rounds

LIST = "network"  # the starter of the list to go round with
PLANS = ("network", "data")


@dataclass(frozen=True, slots=True)
class First:
    """What is done first of a kind of event. `offered`: its plan, where one is in force; `steps`: as that plan says."""

    kind: str
    offered: Offered | None
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`held`, `deputy_held`: whether somebody holds the post today."""

    office: Organisation
    charge: Charge | None
    held: bool
    deputy_held: bool
    things: tuple[equipment.Row, ...]
    rounds: tuple[rounds.Row, ...]
    firsts: tuple[First, ...]
    can_keep: bool
    can_plan: bool
    can_start: bool


def page(actor: Actor) -> Page:
    """Of the own house."""
    charge = charge_of(actor.organisation_id)
    return Page(
        office=own_office(actor),
        charge=charge,
        held=charge is not None and is_held(charge.post),
        deputy_held=charge is not None and charge.deputy is not None and is_held(charge.deputy),
        things=tuple(row for row in equipment.listed(actor) if row.equipment.kind in NETWORK_KINDS),
        rounds=rounds.due_with(actor, LIST),
        firsts=firsts(actor),
        can_keep=may(actor, "equipment_keep"), can_plan=may(actor, "inspection_plan"), can_start=may(actor, "incident_write"),
    )  # fmt: skip


def charge_of(organisation_id: int) -> Charge | None:
    named = Charge.objects.filter(organisation_id=organisation_id, until=None)
    return named.select_related("post__unit__organisation", "deputy__unit__organisation").first()


def firsts(actor: Actor) -> tuple[First, ...]:
    """For an infected machine and for a leak, in this order."""
    offered = incidents.offered(actor)
    found = {kind: next((one for one in offered if one.plan.kind == kind), None) for kind in PLANS}
    return tuple(
        First(kind, one, incidents.first_minutes(one.plan) if one is not None else ()) for kind, one in found.items()
    )


def seen(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """For notices and the agenda: of the own office alone, since each reads the page of their own."""
    own = Organisation.objects.filter(pk=actor.organisation_id, public_id__in=public_ids)
    return list(own.values_list("public_id", flat=True)) if may(actor, "equipment_read") else []
