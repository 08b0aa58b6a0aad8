"""What this room puts on the pages of a case, of the person and of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.before_closing import Point, register
from huiyin.cases.models import Case, Concern
from huiyin.cases.presenting import SOON_DAYS
from huiyin.cases.sections import DayEntry, Section
from huiyin.organisations.access import Actor

from . import presenting, queries
from .models import ENDED, Status, Task


def offer() -> None:
    """Called when the room is ready."""
    sections.for_staff(of_case)
    sections.for_public(promised)
    sections.for_day(day, queries.there_on_day)
    register(before_closing)
    sections.for_notices("case", pages_of_cases)
    sections.for_notices("task", pages_of_tasks)


def of_case(actor: Actor, case: Case) -> Section | None:
    """Who was asked what, on the page of a case that the post may read already."""
    rows = queries.of_case(case)
    if not rows:
        return None
    cards = [presenting.card(row, url=queries.visible(actor, row.task)) for row in rows]
    return Section("tasks", "tasks/parts/of_case.html", {"cards": cards}, order=40)


def before_closing(case: Case) -> Iterable[Point]:
    """What was promised to the person is done before the case is closed; other tasks are looked at."""
    rows = [row for row in queries.of_case(case) if row.task.status not in ENDED]
    for row in rows:
        yield Point(
            _("Task: %(title)s") % {"title": row.task.title},
            False,
            hard=row.task.promised,
            remedy=_("It was promised to the person: see that it is done.")
            if row.task.promised
            else _("See that it is done, or say that it is not needed any more."),
            url=presenting.task_url(row.task),
        )
    if not rows:
        yield Point(_("No task of the case is open"), True)


def promised(concern: Concern) -> Section | None:
    """What the person was promised, each with its date."""
    rows = queries.promised(concern)
    if not rows:
        return None
    cards = [presenting.promise(row) for row in rows]
    return Section("promised", "tasks/parts/promised.html", {"cards": cards}, order=20)


def pages_of_cases(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """For who was asked for something in a case that only others read."""
    rows = queries.seen(actor, Task.objects.filter(case__public_id__in=public_ids))
    return {task.case.public_id: presenting.task_url(task) for task in rows if task.case is not None}


def pages_of_tasks(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """For notices of tasks that belong to no case."""
    rows = queries.seen(actor, Task.objects.filter(public_id__in=public_ids))
    return {task.public_id: presenting.task_url(task) for task in rows}


def day(actor: Actor) -> Iterable[DayEntry]:
    """What this post owes, and reports that wait for its answer."""
    owed, to_judge = queries.day(actor)
    for row in to_judge:
        yield DayEntry(
            "late" if presenting.late(row) else "decide",
            presenting.item(row, given=True, action=_("Look at the report")),
        )
    for row in owed:
        group = _group(row)
        if group:
            yield DayEntry(group, presenting.item(row, action=_("Open the task")))


def _group(row: queries.TaskRow) -> sections.DayGroup | Literal[""]:
    """What is acknowledged and not near stands on the list of tasks alone."""
    if presenting.late(row):
        return "late"
    if presenting.soon(row, SOON_DAYS):
        return "soon"
    return "new" if row.task.status == Status.GIVEN else ""
