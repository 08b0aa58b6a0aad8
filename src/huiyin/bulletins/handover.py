"""What lies on a post when its holder leaves: reports that are owed. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks
from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, register

from .actions import parts, receiving
from .models import Bulletin

KINDS = (parts.BULLETIN, receiving.LEVEL)


def open_reports(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`: numbers and days that an administrator reads. What the office must not know of is in none."""
    apart = set(Bulletin.objects.filter(apart=True, begun_by=post_reference).values_list("public_id", flat=True))
    owed = [
        one for one in clocks.queries.rows_owed_by(post_reference, subject_kinds=KINDS) if one.subject_id not in apart
    ]
    return [OpenWork(_("reports up the chain"), len(owed), min((one.due_on for one in owed), default=None))]


def offer() -> None:
    """Called when the room is ready."""
    register(open_reports)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment. What the office must not know of goes to the office above."""
    if change.vacant:
        receiving.hand_apart(change)
    hand_clocks(change, KINDS, verb="bulletins.handed")
