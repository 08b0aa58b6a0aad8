"""The office that was asked acknowledges, names a post, reports; the office that gave it accepts or sends back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may, require
from huiyin.tasks import origins, rules
from huiyin.tasks.models import Status, Task
from huiyin.tasks.responsible import nameable, owner_reference

from . import notices, parts


def acknowledge(*, actor: Actor, task_id: str, version: int) -> Task:
    """We have it and see to it. The one who gave it is told."""
    at = time.now()
    with store.write():
        task = _for_receiver(actor, task_id, version, "acknowledge")
        task.status, task.acknowledged_at = Status.ACKNOWLEDGED, at
        parts.save(task)
        notices.tell(task, "acknowledge", task.given_by, actor=actor.reference, at=at)
        parts.record(task, "acknowledge", actor.reference, actor.post_title, at, rows=[])
    return task


def hand_to(*, actor: Actor, task_id: str, version: int, post: str) -> Task:
    """Name the post that does it; its date goes along without a gap."""
    at = time.now()
    with store.write():
        task = _locked(task_id, version)
        require(actor, "task_hand_to", task)
        _expect(task, "hand_to")
        task.post = next((one for one in nameable(task) if one.public_id == post), None)
        if task.post is None:
            raise BadInput("post", _("Choose a post of your office."), _("The list shows those who can be named."))
        parts.save(task)
        owner = owner_reference(task)
        handed: list[ledger.Committed] = [
            clocks.hand_over(clock, owner=owner) for clock in parts.open_clocks(task, parts.DO)
        ]
        notices.tell(task, "hand_to", owner, actor=actor.reference, at=at)
        parts.record(task, "hand_to", actor.reference, actor.post_title, at, note=task.post.title, rows=handed)
    return task


def report(*, actor: Actor, task_id: str, version: int, result: str) -> Task:
    """Say what was done. From now on the one who gave it owes the answer."""
    at = time.now()
    with store.write():
        task = _for_receiver(actor, task_id, version, "report")
        if len(result.strip()) < 2:
            raise BadInput("result", _("Write what was done."), _("Or what hinders it, and what you propose."))
        task.status, task.result = Status.REPORTED, result.strip()
        task.acknowledged_at = task.acknowledged_at or at
        task.reported_by, task.reported_at = actor.reference, at
        parts.save(task)
        rows: list[ledger.Committed] = [
            clocks.meet(clock, at=at, because="tasks.report") for clock in parts.open_clocks(task, parts.DO)
        ]
        rows.append(parts.start_judging(task, at))
        rows.extend(origins.reported(task, actor, at))
        notices.tell(task, "report", task.given_by, actor=actor.reference, at=at)
        parts.record(task, "report", actor.reference, actor.post_title, at, note=task.result, rows=rows)
    return task


def accept(*, actor: Actor, task_id: str, version: int) -> Task:
    """It is done. Nobody accepts a report of their own, but for a task that they gave themselves."""
    at = time.now()
    with store.write():
        task = _for_giver(actor, task_id, version, "accept")
        if task.reported_by == actor.reference and task.given_by != actor.reference:
            raise Conflict(_("You wrote the report, so somebody else accepts it."))
        task.status, task.accepted_at = Status.ACCEPTED, at
        parts.save(task)
        notices.tell_receiver(task, "accept", actor=actor.reference, at=at)
        parts.record(
            task, "accept", actor.reference, actor.post_title, at, rows=_judged(task, at, "tasks.accept")
        )  # fmt: skip
    return task


def send_back(*, actor: Actor, task_id: str, version: int, note: str, due_on: dt.date) -> Task:
    """It is not done: what is lacking, and until when."""
    at = time.now()
    with store.write():
        task = _for_giver(actor, task_id, version, "send_back")
        if len(note.strip()) < 2:
            raise BadInput("note", _("Say what is lacking."), _("The office works by it."))
        task.status, task.due_on = Status.ACKNOWLEDGED, due_on
        parts.save(task)
        rows = [*_judged(task, at, "tasks.send-back"), parts.start_doing(task, at)]
        notices.tell_receiver(task, "send_back", actor=actor.reference, at=at)
        parts.record(task, "send_back", actor.reference, actor.post_title, at, note=note.strip(), rows=rows)
    return task


def works_on(actor: Actor, task: Task) -> bool:
    """Where a post is named: that post, or who may name another. Until then whoever of the office may do tasks."""
    if not may(actor, "task_do", task):
        return False
    return task.post_id in (None, actor.post_id) or may(actor, "task_hand_to", task)


def _for_receiver(actor: Actor, task_id: str, version: int, verb: str) -> Task:
    task = _locked(task_id, version)
    if not works_on(actor, task):
        raise Refused
    _expect(task, verb)
    return task


def _for_giver(actor: Actor, task_id: str, version: int, verb: str) -> Task:
    task = _locked(task_id, version)
    require(actor, "task_judge", task.giving_side)
    _expect(task, verb)
    return task


def _locked(task_id: str, version: int) -> Task:
    """The case first, where there is one: its timeline gets a line."""
    task = parts.locked(task_id, version)
    if task.case is not None:
        task.case = locked_case(task.case.pk)
    return task


def _expect(task: Task, verb: str) -> None:
    if not rules.possible(verb, task.status):
        raise Conflict(_("This can't be done at this point of the task."), _("Load the page again."))


def _judged(task: Task, at: dt.datetime, because: str) -> list[ledger.Committed]:
    return [clocks.meet(clock, at=at, because=because) for clock in parts.open_clocks(task, parts.JUDGE)]
