"""What lies on a post when its holder leaves: lessons that it sees to. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger
from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions import parts
from .models import Lesson, Status

KINDS = (parts.LESSON,)


def open_lessons(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("lessons to be held"), post_reference, KINDS)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_lessons)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it in the office sees to its lessons from this moment."""
    after = hand_clocks(change, KINDS, verb="training.handed")
    if after is None:
        return
    mine = Lesson.objects.select_for_update().filter(post=change.post, status=Status.PLANNED)
    for lesson in mine.filter(organisation_id=after.unit.organisation_id):
        lesson.post = after
        lesson.save()
        ledger.record(
            verb="training.handed", actor=change.actor, about=lesson.reference, at=change.at, commits=[lesson]
        )
