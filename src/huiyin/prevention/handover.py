"""What lies on a post when its holder leaves: hazards that it mends or sees looked at. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, ledger
from huiyin.organisations.handover import Change, OpenWork, next_held, on_change, register

from .actions import keeping, parts, reporting, rounds
from .models import OWED, Equipment, Hazard, Inspection

KINDS = (parts.HAZARD, reporting.REPORT, rounds.ROUND, keeping.CHECK)


def open_hazards(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    owed = clocks.queries.rows_owed_by(post_reference, subject_kinds=KINDS)
    return [
        OpenWork(
            _("hazards to mend, to look at or to sort, rounds, and checks of equipment"),
            len(owed),
            min((one.due_on for one in owed), default=None),
        )
    ]


def offer() -> None:
    """Called when the room is ready."""
    register(open_hazards)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment."""
    after = next_held(change.post) if change.vacant else None
    if after is None:
        return
    for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=KINDS):
        rows: list[ledger.Committed] = [clocks.hand_over(clock, owner=after.reference)]
        ledger.record(verb="prevention.handed", actor=change.actor, about=clock.about, at=change.at, commits=rows)
    own = Hazard.objects.select_for_update().filter(owner=change.post, status__in=OWED)
    for hazard in own.filter(organisation_id=after.unit.organisation_id):
        hazard.owner = after
        hazard.save()
        ledger.record(
            verb="prevention.handed", actor=change.actor, about=hazard.reference, at=change.at, commits=[hazard]
        )
    for inspection in Inspection.objects.select_for_update().filter(post=change.post, ended_at=None):
        if inspection.organisation_id == after.unit.organisation_id:
            inspection.post = after
            inspection.save()
            ledger.record(
                verb="prevention.handed",
                actor=change.actor,
                about=inspection.reference,
                at=change.at,
                commits=[inspection],
            )
    for thing in Equipment.objects.select_for_update().filter(keeper=change.post, retired_at=None):
        if thing.organisation_id == after.unit.organisation_id:
            thing.keeper = after
            thing.save()
            ledger.record(
                verb="prevention.handed", actor=change.actor, about=thing.reference, at=change.at, commits=[thing]
            )
