"""Nobody holds a post any more: what it owed in supervisions and records is owed by the next superior who is there. Part of that action."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.kernel import clocks, ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.handover import Change, next_held
from huiyin.supervision.models import Accountability, Supervision

from . import accounting, parts


def when_empty(change: Change) -> None:
    """For `organisations.handover.on_change`. Only who owes it changes, no day."""
    if not change.vacant:
        return
    owed = Clock.objects.filter(
        owner=change.post.reference, subject_kind__in=(parts.SUBJECT, accounting.SUBJECT), ended_at=None
    )
    for clock in owed.order_by("due_at", "id"):
        case = _case(clock)
        taker = next_held(change.post, lambda post, case=case: not case.excludes(post.pk))  # type: ignore[misc]
        if taker is None:
            continue
        handed = clocks.hand_over(clock, owner=taker.reference)
        about = f"{clock.subject_kind}:{clock.subject_id}"
        ledger.record(verb="supervision.left", actor=change.actor, about=about, at=change.at, commits=[handed])


def _case(clock: Clock) -> Case:
    of = Supervision if clock.subject_kind == parts.SUBJECT else Accountability
    return of.objects.select_related("case").get(public_id=clock.subject_id).case
