"""What goes between offices, on the pages of a case: assigned by one above, asked of another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from huiyin.organisations.access import Actor, may

from . import sections
from .models import Case, Concern
from .presenting import chip
from .queries import assignments, consultations
from .queries.assignments import Assigned
from .sections import Section
from .wording import HOW_HANDLED


def put_on_pages() -> None:
    sections.for_staff(_assigned_for_staff)
    sections.for_public(_assigned_for_person)
    sections.for_public(_asked_for_person)
    sections.for_notices("consultation", _questions)


def _assigned_for_staff(actor: Actor, case: Case) -> Section | None:
    found = assignments.of_case(actor, case)
    if not found:
        return None
    return Section("assigned", "cases/staff/assigned_card.html", {"lines": [_drawn(one) for one in found]}, order=15)


def _assigned_for_person(concern: Concern) -> Section | None:
    found = assignments.told(concern)
    if not found:
        return None
    return Section("assigned", "cases/public/assigned_card.html", {"lines": [_drawn(one) for one in found]}, order=15)


def _asked_for_person(concern: Concern) -> Section | None:
    found = consultations.told(concern)
    return Section("asked", "cases/public/asked_card.html", {"lines": found}, order=16) if found else None


def _questions(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """The pages of questions to the actor's own office."""
    if not may(actor, "answer_asked"):
        return {}
    return {name: reverse("cases:asked", args=[name]) for name in consultations.of_office(actor, public_ids)}


def _drawn(one: Assigned) -> dict[str, object]:
    return {
        "one": one,
        "chip": chip(one.clock) if one.clock else None,
        "reports": [(report, HOW_HANDLED[report.how]) for report in one.reports],
    }
