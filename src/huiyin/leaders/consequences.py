"""What happens by itself when a leader's own date comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import notices
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock

from .actions import handing_over
from .keeping import SUBJECT
from .queries.holders import superior_of

ACTOR = "system:clock"


def register() -> None:
    registry.on_miss(SUBJECT, step_missed)
    registry.on_remind(SUBJECT, step_near)
    registry.on_miss(handing_over.SUBJECT, handing_over.missed)
    registry.on_remind(handing_over.SUBJECT, handing_over.remind)


def step_missed(clock: Clock, at: dt.datetime) -> None:
    """The leader and the leader's superior are told; the timeline says so."""
    case = _case(clock)
    superior = superior_of(case.leader) if case.leader else None
    doing = Doing(case, "leader_step_missed", ACTOR, "", at)
    for reference in dict.fromkeys(filter(None, (clock.owner, superior.reference if superior else ""))):
        notices.to_post(doing, reference, notices.MISSED, dict(clock.title))
    note_only(doing, line=Line(public=False, data={"post": superior.title if superior else ""}), rows=[clock])


def step_near(clock: Clock, at: dt.datetime) -> None:
    """Whoever must act by then; nothing else changes."""
    doing = Doing(_case(clock), "remind", ACTOR, "", at)
    notices.to_post(doing, clock.owner, notices.REMINDER, dict(clock.title))


def _case(clock: Clock) -> Case:
    return locked(Case.objects.values_list("pk", flat=True).get(public_id=clock.subject_id))
