"""What of this room falls due, for the agenda: notices to be approved, and those to be read by a day."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.agenda.sources import Asked, Due, offer

from . import presenting
from .actions.parts import ANNOUNCEMENT
from .queries import notices


def register() -> None:
    """Called when the room is ready."""
    offer(_notices, (ANNOUNCEMENT,))


def _notices(asked: Asked) -> Iterable[Due]:
    found = {row.public_id: row for row in notices.seen(asked.actor, [one.subject_id for one in asked.owed])}
    said = notices.latest(found.values())
    for clock in asked.owed:
        if row := found.get(clock.subject_id):
            yield asked.of_clock(clock, said[row.pk].title, presenting.url(row))
