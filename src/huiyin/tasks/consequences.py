"""What happens by itself when a task's date comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock

from .actions import notices, parts
from .models import Task
from .responsible import owner_of, post_of, superior_of

ACTOR = "system:clock"


def register() -> None:
    registry.on_miss(parts.SUBJECT, missed)
    registry.on_remind(parts.SUBJECT, remind)


def missed(clock: Clock, at: dt.datetime) -> None:
    """Who owes it, who gave it and the superior are told; case and task have a line that says so."""
    task = _task(clock)
    if clock.name == parts.JUDGE:
        post = post_of(task.given_by)
        superior = superior_of(task, post, task.given_organisation)
        told, verb = [task.given_by], "unjudged"
    else:
        post = owner_of(task)
        superior = superior_of(task, post, task.organisation)
        told, verb = [clock.owner, task.given_by], "missed"
    if superior is not None:
        told.append(superior.reference)
    for reference in dict.fromkeys(told):
        notices.tell(task, verb, reference, actor=ACTOR, at=at)
    note = superior.title if superior else ""
    parts.record(task, verb, ACTOR, "", at, note=note, rows=[clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever must act by then; nothing else changes."""
    notices.tell(_task(clock), "remind", clock.owner, actor=ACTOR, at=at)


def _task(clock: Clock) -> Task:
    task = parts.locked(clock.subject_id)
    if task.case is not None:
        task.case = locked_case(task.case.pk)
    return task
