"""What lies on a post when its holder leaves: gaps to fill and rosters to follow. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, ledger
from huiyin.organisations.handover import Change, OpenWork, next_held, on_change, register

from .actions import parts

KINDS = (parts.SHIFT, parts.ROSTER)


def open_duty(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    owed = clocks.queries.rows_owed_by(post_reference, subject_kinds=KINDS)
    return [OpenWork(_("rosters and gaps in them"), len(owed), min((one.due_on for one in owed), default=None))]


def offer() -> None:
    """Called when the room is ready."""
    register(open_duty)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment."""
    after = next_held(change.post) if change.vacant else None
    if after is None:
        return
    for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=KINDS):
        rows: list[ledger.Committed] = [clocks.hand_over(clock, owner=after.reference)]
        ledger.record(verb="duty.handed", actor=change.actor, about=clock.about, at=change.at, commits=rows)
