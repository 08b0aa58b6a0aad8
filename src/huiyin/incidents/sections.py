"""Where notices of this room lead, and what findings became."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.callouts import kinds
from huiyin.cases import sections
from huiyin.deliveries import sources
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.tasks import origins
from huiyin.web.components import Link

from .actions import calling
from .actions.reviewing import ORIGIN
from .models import ContactTest, Finding, Incident, StepRun
from .queries import drills

MOST_TO_POINT_TO = 8  # the latest
ReportSource = Callable[[Actor, Incident], Iterable[Link]]
_reports: list[ReportSource] = []


def for_reports(source: ReportSource) -> None:
    """What rooms above put beside the reports of an emergency; the source asks `may()` for what it shows."""
    if source not in _reports:
        _reports.append(source)


def beside_reports(actor: Actor, incident: Incident) -> list[Link]:
    return [link for source in _reports for link in source(actor, incident)]


def register() -> None:
    """Called when the room is ready."""
    sections.for_notices("incident", _incidents)
    kinds.register("incident", _incidents, hold=_hold, comes=calling.came)
    kinds.register("incident-step", _steps)
    sections.for_linking(_running)
    sections.for_notices("drill", _drills)
    sections.for_notices("contact-test", _tests)
    sources.settled_by("incident", _settled_here)
    origins.register(ORIGIN, _("What an incident or exercise showed"), _finding)


def _incidents(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    found = Incident.objects.filter(public_id__in=public_ids).select_related("organisation")
    return {
        one.public_id: reverse("incidents:room", args=[one.public_id])
        for one in found
        if may(actor, "incident_read", one)
    }


def _hold(public_id: str) -> None:
    """The lock that every act on an incident takes first."""
    Incident.objects.select_for_update().filter(public_id=public_id).first()


def _steps(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """A step is seen in its room."""
    found = StepRun.objects.filter(public_id__in=public_ids).select_related("incident__organisation")
    return {
        one.public_id: reverse("incidents:room", args=[one.incident.public_id])
        for one in found
        if may(actor, "incident_read", one.incident)
    }


def _settled_here(actor: Actor, public_ids: Collection[str]) -> Mapping[str, sources.Thing]:
    """Whom nobody could call: for who writes in the room."""
    found = Incident.objects.filter(public_id__in=public_ids).select_related("organisation")
    return {
        one.public_id: sources.Thing(one.title, reverse("incidents:room", args=[one.public_id]))
        for one in found
        if may(actor, "incident_write", one)
    }


def _running(actor: Actor) -> Iterable[tuple[str, str]]:
    found = Incident.objects.filter(organisation_id=actor.organisation_id).order_by("-started_at")[:MOST_TO_POINT_TO]
    return [(f"incident:{one.public_id}", f"{one.number} {one.title}") for one in found]


def _drills(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    found = {}
    for public_id in public_ids:
        try:
            drills.drill(actor, public_id)
        except Refused:
            continue
        found[public_id] = reverse("incidents:drill", args=[public_id])
    return found


def _tests(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    found = ContactTest.objects.filter(
        public_id__in=public_ids, plan_version__plan__organisation_id=actor.organisation_id
    )
    return {one.public_id: reverse("incidents:contact-test", args=[one.public_id]) for one in found}


def _finding(actor: Actor, public_id: str) -> str:
    row = Finding.objects.select_related("incident__organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "incident_read", row.incident):
        return ""
    return reverse("incidents:review", args=[row.incident.public_id])
