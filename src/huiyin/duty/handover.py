"""What lies on a post when its holder leaves: gaps to fill and rosters to follow. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions import absences, parts
from .actions.absences import Who

KINDS = (parts.SHIFT, parts.ROSTER, parts.SWAP)


def open_duty(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("rosters and gaps in them"), post_reference, KINDS)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_duty)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment. Shifts of who leaves are gaps."""
    if change.leaving is not None:
        who = Who(change.actor, change.actor_title, change.at)
        absences.look("left", change.leaving.account_id, change.post.unit.organisation_id, who)
    hand_clocks(change, KINDS, verb="duty.handed")
