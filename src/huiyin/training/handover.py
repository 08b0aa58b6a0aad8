"""What lies on a post when its holder leaves: lessons and trainings that it sees to. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger
from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions import needing, parts
from .models import Lesson, Need, Status

KINDS = (parts.LESSON, needing.NEED)


def open_lessons(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("lessons to be held, and trainings to see to"), post_reference, KINDS)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_lessons)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it in the office sees to its lessons and trainings from this moment."""
    after = hand_clocks(change, KINDS, verb="training.handed")
    if after is None:
        return
    mine = Lesson.objects.select_for_update().filter(post=change.post, status=Status.PLANNED)
    for lesson in mine.filter(organisation_id=after.unit.organisation_id):
        lesson.post = after
        _handed(change, lesson)
    for need in Need.objects.select_for_update().filter(
        post=change.post, ended_at=None, organisation_id=after.unit.organisation_id
    ):
        need.post = after
        _handed(change, need)


def _handed(change: Change, row: Lesson | Need) -> None:
    row.save()
    ledger.record(verb="training.handed", actor=change.actor, about=row.reference, at=change.at, commits=[row])
