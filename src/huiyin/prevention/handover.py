"""What lies on a post when its holder leaves: hazards that it mends or sees looked at. They go up, so that none is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger
from huiyin.organisations.handover import Change, OpenWork, hand_clocks, on_change, owed_work, register

from .actions import charging, keeping, parts, reporting, rounds
from .models import OWED, Charge, Equipment, Hazard, Inspection

KINDS = (parts.HAZARD, reporting.REPORT, rounds.ROUND, keeping.CHECK)


def open_hazards(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    post = post_reference.removeprefix("post:")
    return [
        owed_work(
            _("hazards to mend, to look at or to sort, rounds, and checks of equipment"),
            post_reference,
            (*KINDS, charging.NETWORK),
        ),
        OpenWork(
            _("network safety that it answers for"), Charge.objects.filter(post__public_id=post, until=None).count()
        ),
    ]


def offer() -> None:
    """Called when the room is ready."""
    register(open_hazards)
    on_change(when_empty)
    on_change(charging.handed)
    on_change(charging.holder_changed)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it in the office has its things from this moment, and owes what is due."""
    after = hand_clocks(change, KINDS, verb="prevention.handed")
    if after is None:
        return
    office = {"organisation_id": after.unit.organisation_id}
    for hazard in Hazard.objects.select_for_update().filter(owner=change.post, status__in=OWED, **office):
        hazard.owner = after
        _handed(change, hazard)
    for inspection in Inspection.objects.select_for_update().filter(post=change.post, ended_at=None, **office):
        inspection.post = after
        _handed(change, inspection)
    for thing in Equipment.objects.select_for_update().filter(keeper=change.post, retired_at=None, **office):
        thing.keeper = after
        _handed(change, thing)


def _handed(change: Change, row: Hazard | Inspection | Equipment) -> None:
    row.save()
    ledger.record(verb="prevention.handed", actor=change.actor, about=row.reference, at=change.at, commits=[row])
