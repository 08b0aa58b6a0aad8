"""What lies on a post when its holder leaves: notices that it answers for, and those that it approves. They go up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger
from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions.parts import ANNOUNCEMENT
from .models import Announcement, Status


def open_notices(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("notices to be approved or read"), post_reference, (ANNOUNCEMENT,))]


def offer() -> None:
    """Called when the room is ready."""
    register(open_notices)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it in the office answers for its notices from this moment."""
    after = hand_clocks(change, (ANNOUNCEMENT,), verb="announcements.handed")
    if after is None:
        return
    mine = Announcement.objects.select_for_update().filter(post=change.post).exclude(status=Status.WITHDRAWN)
    for row in mine.filter(organisation_id=after.unit.organisation_id):
        row.post = after
        row.save()
        ledger.record(verb="announcements.handed", actor=change.actor, about=row.reference, at=change.at, commits=[row])
