"""Questions to other offices: for who is asked, for who asks, and for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from huiyin.cases.actions.asking_offices import SUBJECT
from huiyin.cases.models import Concern, Consultation
from huiyin.cases.models.case import Kind
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor

from . import own_view


def asked_office(actor: Actor, public_id: str) -> Consultation:
    """A question to the actor's own office; an answered one stays readable. `Refused` for any other, and where there is none."""
    rows = Consultation.objects.select_related("organisation", "case__organisation", "case__worked_by")
    found = rows.filter(public_id=public_id, organisation_id=actor.organisation_id).first()
    if found is None or any(found.case.excludes(post) for post in actor.post_ids | {actor.post_id}):
        raise Refused
    return found


def of_office(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """Those of some questions that the actor may open."""
    rows = Consultation.objects.filter(public_id__in=public_ids, organisation_id=actor.organisation_id)
    open_ones = rows.exclude(case__kind=Kind.MISCONDUCT).exclude(case__exclusions__post_id__in=actor.post_ids)
    return list(open_ones.values_list("public_id", flat=True))


def clocks_of(asked: Iterable[Consultation]) -> dict[str, ClockView]:
    """The day of each that was asked of another office."""
    names = [one.public_id for one in asked if one.organisation_id is not None]
    if not names:
        return {}
    found = clocks.of_subjects(SUBJECT, names, only_open=False)
    return {name: views[0] for name, views in found.items()}


def told(concern: Concern) -> tuple[Consultation, ...]:
    """What the person reads: which office was asked about what, by when, and when it answered."""
    stays = own_view.stays_of(concern)
    rows = Consultation.objects.filter(own_view.during(stays, "asked_at"), organisation__isnull=False)
    return tuple(rows.select_related("organisation").order_by("id"))
