"""What the people's own time to ask the court does when it comes near, and when it has passed. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions import notices
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock

from .actions.agreeing import SUBJECT
from .models import Agreement

ACTOR = "system:clock"


def register() -> None:
    registry.on_miss(SUBJECT, passed)
    registry.on_remind(SUBJECT, remind)


def passed(clock: Clock, at: dt.datetime) -> None:
    """The agreement goes on binding; only this one way has closed, and the page says so."""
    doing = _doing(clock, "mediation.confirm_passed", at)
    stopped = clocks.stop(clock, at=at, because=doing.verb)
    note_only(doing, line=Line(data={"due": clock.due_on.isoformat()}), rows=[stopped])


def remind(clock: Clock, at: dt.datetime) -> None:
    notices.to_petitioner(_doing(clock, "mediation.confirm_near", at), dict(clock.title))


def _doing(clock: Clock, verb: str, at: dt.datetime) -> Doing:
    agreement = Agreement.objects.select_related("meeting").get(public_id=clock.subject_id)
    return Doing(locked(agreement.meeting.case_id), verb, ACTOR, "", at)
