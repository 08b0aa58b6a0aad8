"""Parts of other rooms' actions, inside their write: give a task, withdraw it; and the pieces that every verb of a task shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, note_only, tell
from huiyin.cases.models import Case, CaseEvent, Concern
from huiyin.cases.models.case import Kind
from huiyin.documents import own_clocks
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Reminder, Unit
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, Post
from huiyin.tasks import rules
from huiyin.tasks.models import Status, Task, TaskEvent
from huiyin.tasks.responsible import owner_reference

from . import notices

SUBJECT = "task"
DO, JUDGE = "do", "judge"
PUBLIC = ("give", "report", "accept", "send_back", "withdraw", "missed")  # of a promise; the rest is the office's own


@dataclass(frozen=True, slots=True)
class Given:
    """A task that was given, and the rows that the giving action commits."""

    task: Task
    rows: tuple[ledger.Committed, ...]


def give(
    *,
    actor: Actor,
    at: dt.datetime,
    case: Case | None,
    origin: str,
    origin_id: str,
    organisation: Organisation,
    post: Post | None,
    text: str,
    due_on: dt.date,
    promised: bool = False,
    concern: Concern | None = None,
) -> Given:
    """Ask an office to do something by a day. Who may ask is decided by the giving room.

    `case`: under its lock; its timeline gets the line. `promised`: the person reads it with its date; with `concern`
    that one person alone. Refused for an office whose head must not know of the case, for a post that must not, and for a
    sealed case.
    """
    store.require_write()
    _check(case, organisation, post, text)
    task = Task(
        case=case, concern=concern, origin=origin, origin_id=origin_id, organisation=organisation, post=post,
        given_by=actor.reference, given_title=actor.post_title, given_organisation_id=actor.organisation_id,
        given_unit_id=actor.unit_id, given_at=at, text=text.strip(), due_on=due_on, promised=promised,
    )  # fmt: skip
    clock = start_doing(task, at)
    task.save()
    event = happened(task, "give", actor.reference, actor.post_title, at, task.text)
    notices.tell_receiver(task, "give", actor=actor.reference, at=at)
    rows: list[ledger.Committed] = [task, clock, event]
    if case is not None:
        rows.append(_line_of_case(case, task, "give", actor.reference, actor.post_title, at, task.text))
    return Given(task, tuple(rows))


def withdraw(*, task: Task, actor: Actor, at: dt.datetime, reason: str) -> tuple[ledger.Committed, ...]:
    """Take it back: nobody owes it any more. Of a promise the person is told, with the reason."""
    store.require_write()
    task = locked(task.public_id)
    if not rules.possible("withdraw", task.status):
        return ()
    if len(reason.strip()) < 2:
        raise BadInput("reason", _("Say why it is withdrawn."), _("Who was asked reads it."))
    task.status = Status.WITHDRAWN
    save(task)
    stopped = [clocks.stop(clock, at=at, because="tasks.withdraw") for clock in open_clocks(task)]
    event = happened(task, "withdraw", actor.reference, actor.post_title, at, reason.strip())
    notices.tell_receiver(task, "withdraw", actor=actor.reference, at=at)
    rows: list[ledger.Committed] = [task, event, *stopped]
    if task.case is not None:
        rows.append(_line_of_case(task.case, task, "withdraw", actor.reference, actor.post_title, at, reason.strip()))
    return tuple(rows)


def close_with_case(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """The case is being sealed: its tasks end, and what was written in them goes under the case's own key."""
    store.require_write()
    rows: list[ledger.Committed] = []
    for task in Task.objects.filter(case=case).select_for_update():
        events = list(task.events.exclude(note=""))
        words = "\n\n".join(text for text in (task.text, task.result, *(one.note for one in events)) if text)
        rows.append(vault.seal_text(text=words, about=case.reference, at=at))
        rows += [clocks.stop(clock, at=at, because="cases.seal") for clock in open_clocks(task)]
        task.text, task.result, task.status = "", "", Status.WITHDRAWN
        save(task)
        for one in events:
            one.note = ""
            one.save(update_fields=["note"])
        rows += [task, *events]
    return rows


def locked(public_id: str, version: int | None = None) -> Task:
    """The task for writing. With `version`: `Conflict` when somebody was faster. `Refused` where there is none."""
    store.require_write()
    found = Task.objects.select_for_update(of=("self",)).select_related(
        "case__organisation", "organisation__head_post", "organisation__parent__head_post", "post__unit", "post__reports_to",
        "given_organisation__head_post", "given_organisation__parent__head_post", "concern",
    )  # fmt: skip
    task = found.filter(public_id=public_id).first()
    if task is None:
        raise Refused
    if version is not None and version != task.version:
        raise Conflict(
            _("Somebody else has worked on this task since you opened the page."),
            _("Look at what changed; what you typed is still on the page."),
        )
    return task


def save(task: Task) -> None:
    task.version += 1
    task.save()


def happened(task: Task, verb: str, actor: str, title: str, at: dt.datetime, note: str = "") -> TaskEvent:
    """One line of the task's own story."""
    return TaskEvent.objects.create(task=task, verb=verb, at=at, actor=actor, actor_title=title, note=note)


def record(
    task: Task, verb: str, actor: str, title: str, at: dt.datetime, *, note: str = "", rows: list[ledger.Committed]
) -> None:
    """The end of every verb: the task's line, the case's line, the ledger."""
    written: list[ledger.Committed] = [task, happened(task, verb, actor, title, at, note), *rows]
    if task.case is None:
        ledger.record(verb=f"tasks.{verb.replace('_', '-')}", actor=actor, about=task.reference, at=at, commits=written)
        return
    note_only(_doing(task.case, task, verb, actor, title, at), line=_line(task, verb, note), rows=written)


def start_judging(task: Task, at: dt.datetime) -> Clock:
    """Who gave it owes an answer to the report, within the office's own number."""
    office = task.given_organisation
    return own_clocks.start(
        office, (SUBJECT, task.public_id), JUDGE, title=_("Say whether the report is accepted"), owner=task.given_by, since=at,
        length=office.own_number(rules.JUDGING_KEY, rules.JUDGING_DAYS), fact=_("reported"),
        told=_("The superior of who gave it is told."), reminders=[1],
    )  # fmt: skip


def open_clocks(task: Task, name: str = "") -> list[Clock]:
    return clocks.queries.open_rows(SUBJECT, task.public_id, names=[name] if name else None)


def start_doing(task: Task, at: dt.datetime) -> Clock:
    """The date of the task itself: the giver's own, no lawful one."""
    zone, region = task.organisation.zone, task.organisation.region
    today = at.astimezone(time.zone_of(zone)).date()
    length, unit = rules.length_until(today, task.due_on)
    if length < 0:
        raise BadInput("due_on", _("This day has passed."), _("Give a day from today on."))
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=task.public_id,
        name=DO,
        title=in_every_language(_("Do it, and report")),
        owner=owner_reference(task),
        started_at=at,
        start_fact=in_every_language(_("given")),
        length=length,
        unit=cast(Unit, unit),
        region=region,
        zone=zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("Who gave it and the superior are told; it stays owed.")),
        reminders=[Reminder(days, "days") for days in rules.REMINDERS if days < length],
    )


def _check(case: Case | None, organisation: Organisation, post: Post | None, text: str) -> None:
    if len(text.strip()) < 2:
        raise BadInput("text", _("Say what is to be done."), _("One task, one thing."))
    if organisation.closed_at is not None or (
        post is not None and (post.unit.organisation_id != organisation.pk or post.closed_at is not None)
    ):
        raise Refused
    if case is None:
        return
    asked = [key for key in (organisation.head_post_id, post.pk if post else None) if key is not None]
    if case.kind == Kind.MISCONDUCT or any(case.excludes(key) for key in asked):
        raise Refused


def _line(task: Task, verb: str, note: str) -> Line:
    data = {"task": task.public_id, "from": task.organisation.name}
    return Line(note=note, public=task.promised and verb in PUBLIC, data=data)


def _line_of_case(case: Case, task: Task, verb: str, actor: str, title: str, at: dt.datetime, note: str) -> CaseEvent:
    return tell(_doing(case, task, verb, actor, title, at), _line(task, verb, note))


def _doing(case: Case, task: Task, verb: str, actor: str, title: str, at: dt.datetime) -> Doing:
    """What was promised to one person is a line of that person's page alone."""
    return Doing(case, f"task_{verb}", actor, title, at, task.concern.public_id if task.concern else "")
