"""What of this room falls due, for the agenda: the next roster, and shifts on which somebody is missing."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.organisations.access import may

from .actions.parts import ROSTER, SHIFT
from .models import Shift


def register() -> None:
    """Called when the room is ready."""
    offer(_rosters, (ROSTER,))
    offer(_shifts, (SHIFT,))


def _rosters(asked: Asked) -> Iterable[Due]:
    if may(asked.actor, "duty_read"):
        for clock in asked.owed:
            yield asked.of_clock(clock, _("Next roster"), reverse("duty:rosters"))


def _shifts(asked: Asked) -> Iterable[Due]:
    rows = Shift.objects.filter(public_id__in=[one.subject_id for one in asked.owed])
    found = {
        row.public_id: row for row in rows.select_related("kind", "organisation") if may(asked.actor, "duty_read", row)
    }
    for clock in asked.owed:
        if shift := found.get(clock.subject_id):
            yield asked.of_clock(clock, shift.kind.name, reverse("duty:shift", args=[shift.public_id]))
