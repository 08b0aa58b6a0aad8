"""What of this room falls due, for the agenda: lessons, and trainings that posts of a kind need."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.agenda.sources import Asked, Due, offer
from huiyin.organisations.access import may

from . import presenting
from .actions.needing import NEED
from .actions.parts import LESSON, WITH
from .models import Lesson
from .queries import needs
from .wording import TOPICS, which


def register() -> None:
    """Called when the room is ready."""
    offer(_lessons, (LESSON,))
    offer(_needs, (NEED,))


def _lessons(asked: Asked) -> Iterable[Due]:
    rows = Lesson.objects.filter(public_id__in=[one.subject_id for one in asked.owed]).select_related(*WITH)
    found = {row.public_id: row for row in rows if may(asked.actor, "training_read", row)}
    for clock in asked.owed:
        if lesson := found.get(clock.subject_id):
            yield asked.of_clock(clock, lesson.title, presenting.url(lesson))


def _needs(asked: Asked) -> Iterable[Due]:
    """By kind of post: which posts lack it is read by who plans training alone."""
    found = {row.public_id: row for row in needs.seen(asked.actor, [one.subject_id for one in asked.owed])}
    for clock in asked.owed:
        if need := found.get(clock.subject_id):
            yield asked.of_clock(clock, f"{TOPICS[need.topic]} · {which(need)}", presenting.need_url(asked.actor, need))
