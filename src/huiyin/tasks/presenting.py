"""From a task to what lists and cards draw."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.presenting import chip
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Event, Fact, Item, Link, Tag

from . import origins
from .models import Status, Task, TaskEvent
from .queries import TaskPage, TaskRow
from .wording import HAPPENED, STATUS


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the page of a case, of an instruction, or of the person."""

    task: Task
    office: str
    status: str
    chip: DeadlineChip | None
    url: str = ""


def task_url(task: Task) -> str:
    return reverse("tasks:task", args=[task.public_id])


def item(row: TaskRow, *, given: bool = False, action: str = "") -> Item:
    """A row of a list. `given`: seen from who gave it, so that it names who was asked."""
    task = row.task
    other = task.organisation.short_name if given else f"{task.given_organisation.short_name} · {task.given_title}"
    facts: list[object] = [other, task.post.title if task.post else _("nobody named yet"), STATUS[task.status]]
    if task.promised:
        facts.append(Tag(_("promised to the person"), "voice"))
    url = task_url(task)
    link = Link(url, action, note=task.title) if action else None
    return Item(task.title, url, task.public_id, "", tuple(facts), titled_chip(row.clock), link)  # type: ignore[arg-type]


def card(row: TaskRow, *, url: bool) -> Card:
    task = row.task
    office = f"{task.organisation.name} · {task.post.title}" if task.post else task.organisation.name
    return Card(task, office, str(STATUS[task.status]), titled_chip(row.clock), task_url(task) if url else "")


def promise(row: TaskRow) -> Card:
    """As the person reads it: the office, the date that opens to how it was counted."""
    task = row.task
    shown = chip(row.clock) if row.clock else None
    return Card(task, task.organisation.name, _promise_status(task), shown)


def event(one: TaskEvent) -> Event:
    detail = (
        _("Told of it: %(post)s") % {"post": one.note} if one.verb in ("missed", "unjudged") and one.note else one.note
    )
    late = one.verb in ("missed", "unjudged")
    return Event(HAPPENED[one.verb], one.at, "late" if late else "office", by=one.actor_title, detail=detail)


def facts(actor: Actor, page: TaskPage) -> tuple[Fact, ...]:
    """Who asked whom, by when, because of what."""
    task = page.task
    given = " · ".join(
        (task.given_organisation.name, task.given_title, dates.moment_text(task.given_at, task.organisation.zone))
    )
    asked = f"{task.organisation.name} · {task.post.title if task.post else _('nobody named yet')}"
    due = dates.day_text(task.due_on) + "\n" + _("The date was set by who gave it; it is no date of the law.")
    found = [Fact(_("Given by"), given), Fact(_("Asked"), asked), Fact(_("Due"), due)]
    origin = origins.of(task.origin)
    if origin is not None:
        address = origin.address(actor, task.origin_id) if origin.address else ""
        found.append(Fact(_("It came of"), origin.title, Link(address, _("Open it")) if address else None))
    if task.case is not None and page.reads_case:
        link = Link(reverse("cases:case", args=[task.case.public_id]), _("Open it"))
        found.append(Fact(_("Case"), task.case.title, link))
    return tuple(found)


def late(row: TaskRow) -> bool:
    return row.clock is not None and row.clock.late and row.task.status not in (Status.ACCEPTED, Status.WITHDRAWN)


def soon(row: TaskRow, days: int) -> bool:
    return (row.task.due_on - time.today(row.task.organisation.zone)).days <= days


def _promise_status(task: Task) -> str:
    zone = task.organisation.zone
    if task.status == Status.ACCEPTED and task.accepted_at:
        return _("Done; looked at on %(day)s") % {"day": dates.day_text(task.accepted_at, zone)}
    if task.status == Status.REPORTED and task.reported_at:
        return _("The office says that it is done, since %(day)s") % {"day": dates.day_text(task.reported_at, zone)}
    return _("To be done by %(day)s") % {"day": dates.day_text(task.due_on)}
