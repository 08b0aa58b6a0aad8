"""What lies on a post when its holder leaves: calls, steps, orders, reviews, exercises. It goes up, so that nothing is owed by nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, ledger
from huiyin.organisations.handover import Change, OpenWork, next_held, on_change, owed_work, register

from .actions import parts
from .models import Drill, DrillStatus, Order

KINDS = (parts.INCIDENT, parts.STEP, parts.CALL, parts.ORDER, parts.DRILL_RULE, parts.CONTACT)


def open_incidents(post_reference: str) -> list[OpenWork]:
    """For `organisations.handover`."""
    drills = Drill.objects.filter(led_by__public_id=post_reference.removeprefix("post:"), status=DrillStatus.PLANNED)
    return [
        owed_work(_("steps, calls and reviews of emergencies that it owes"), post_reference, KINDS),
        OpenWork(_("exercises that it leads"), drills.count()),
    ]


def offer() -> None:
    """Called when the room is ready."""
    register(open_incidents)
    on_change(when_empty)


def when_empty(change: Change) -> None:
    """Nobody holds the post: whoever is above it owes it from this moment."""
    if not change.vacant:
        return
    after = next_held(change.post)
    if after is None:
        return
    for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=KINDS):
        rows: list[ledger.Committed] = [clocks.hand_over(clock, owner=after.reference)]
        if clock.subject_kind == parts.ORDER:
            order = Order.objects.select_for_update().get(public_id=clock.subject_id)
            order.to_post, order.to_title = after, after.title
            order.save()
            rows.append(order)
        ledger.record(verb="incidents.handed", actor=change.actor, about=clock.about, at=change.at, commits=rows)
    for drill in Drill.objects.select_for_update().filter(led_by=change.post, status=DrillStatus.PLANNED):
        drill.led_by = after
        drill.save()
        ledger.record(verb="incidents.handed", actor=change.actor, about=drill.reference, at=change.at, commits=[drill])
