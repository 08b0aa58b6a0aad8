"""What of this room falls due, for the agenda: hazards to mend and to look at, rounds, checks of equipment."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.organisations.access import may
from huiyin.prevention.actions.charging import NETWORK
from huiyin.prevention.actions.keeping import CHECK
from huiyin.prevention.actions.parts import HAZARD
from huiyin.prevention.actions.rounds import ROUND

from . import presenting
from .models import Check, Round
from .queries import hazards, network
from .queries.rounds import WITH


def register() -> None:
    """Called when the room is ready."""
    offer(_hazards, (HAZARD,))
    offer(_rounds, (ROUND,))
    offer(_checks, (CHECK,))
    offer(_charges, (NETWORK,))


def _hazards(asked: Asked) -> Iterable[Due]:
    found = {row.public_id: row for row in hazards.seen(asked.actor, (one.subject_id for one in asked.owed))}
    for clock in asked.owed:
        if hazard := found.get(clock.subject_id):
            yield asked.of_clock(clock, hazard.title, presenting.url(hazard))


def _rounds(asked: Asked) -> Iterable[Due]:
    rows = Round.objects.filter(public_id__in=[one.subject_id for one in asked.owed]).select_related(*WITH)
    found = {row.public_id: row for row in rows if may(asked.actor, "inspection_read", row.inspection)}
    for clock in asked.owed:
        if one := found.get(clock.subject_id):
            title = f"{one.inspection.checklist.title} · {one.inspection.place}"
            yield asked.of_clock(clock, title, reverse("prevention:round", args=[one.public_id]))


def _checks(asked: Asked) -> Iterable[Due]:
    rows = Check.objects.filter(public_id__in=[one.subject_id for one in asked.owed])
    rows = rows.select_related("equipment__organisation", "equipment__keeper")
    found = {row.public_id: row for row in rows if may(asked.actor, "equipment_read", row.equipment)}
    for clock in asked.owed:
        if check := found.get(clock.subject_id):
            title = f"{check.equipment.name} · {check.title}"
            yield asked.of_clock(clock, title, reverse("prevention:thing", args=[check.equipment.public_id]))


def _charges(asked: Asked) -> Iterable[Due]:
    found = network.seen(asked.actor, [one.subject_id for one in asked.owed]) if asked.owed else []
    for clock in asked.owed:
        if clock.subject_id in found:
            yield asked.of_clock(clock, gettext("Network safety"), reverse("prevention:network"))
