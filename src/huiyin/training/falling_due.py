"""What of this room falls due, for the agenda: lessons."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.organisations.access import may

from . import presenting
from .actions.parts import LESSON, WITH
from .models import Lesson


def register() -> None:
    """Called when the room is ready."""
    offer(_lessons, (LESSON,))


def _lessons(asked: Asked) -> Iterable[Due]:
    rows = Lesson.objects.filter(public_id__in=[one.subject_id for one in asked.owed]).select_related(*WITH)
    found = {row.public_id: row for row in rows if may(asked.actor, "training_read", row)}
    for clock in asked.owed:
        if lesson := found.get(clock.subject_id):
            yield asked.of_clock(clock, lesson.title, presenting.url(lesson))
