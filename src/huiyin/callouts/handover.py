"""What a post is called for when its holder leaves: whoever is above is asked from this moment. Who is called next says the policy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .models import CALLOUT


def open_calls(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    return [owed_work(_("call-outs to be answered"), post_reference, (CALLOUT,))]


def offer() -> None:
    """Called when the room is ready."""
    register(open_calls)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post any more."""
    hand_clocks(change, (CALLOUT,), verb="callouts.handed")
