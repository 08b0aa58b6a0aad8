"""What lies on a post when its holder leaves: reports that are owed. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions import parts, receiving

KINDS = (parts.BULLETIN, receiving.LEVEL)


def open_reports(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("reports up the chain"), post_reference, KINDS)]


def offer() -> None:
    """Called when the room is ready."""
    register(open_reports)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment."""
    hand_clocks(change, KINDS, verb="bulletins.handed")
