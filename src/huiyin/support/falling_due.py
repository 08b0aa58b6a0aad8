"""What of this room falls due: on the own page of who answers for it alone, never on the one of the whole office."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.agenda.sources import Asked, Due, offer

from . import presenting, queries
from .actions.parts import SUPPORT


def register() -> None:
    """Called when the room is ready."""
    offer(_requests, (SUPPORT,), own_only=True)


def _requests(asked: Asked) -> Iterable[Due]:
    found = {row.public_id: (row, name) for row, name in queries.owed(asked.actor, asked.owed)}
    for clock in asked.owed:
        row, name = found.get(clock.subject_id, (None, ""))
        if row is not None and clock.name == name:
            yield asked.of_clock(clock, _("Support"), presenting.url(row))
