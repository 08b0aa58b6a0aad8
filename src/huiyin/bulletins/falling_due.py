"""What of this room falls due, for the agenda: the next report of each bulletin, and what came from below and waits."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.kernel.clocks.queries import ClockView

from . import presenting
from .actions import parts, receiving
from .models import Level
from .queries import bulletins as queries
from .wording import KINDS


def register() -> None:
    """Called when the room is ready."""
    offer(reports, (parts.BULLETIN, receiving.LEVEL))


def reports(asked: Asked) -> Iterator[Due]:
    """The earliest clock of each bulletin that the asker may read."""
    levels = [one.subject_id for one in asked.owed if one.subject_kind == receiving.LEVEL]
    of_level = (
        dict(Level.objects.filter(public_id__in=levels).values_list("public_id", "bulletin__public_id"))
        if levels
        else {}
    )
    first: dict[str, ClockView] = {}
    for clock in asked.owed:
        first.setdefault(of_level.get(clock.subject_id, clock.subject_id), clock)
    for bulletin in queries.seen(asked.actor, first) if first else ():
        title = f"{KINDS[bulletin.kind]} {bulletin.number}"
        yield asked.of_clock(first[bulletin.public_id], title, presenting.url(bulletin))
