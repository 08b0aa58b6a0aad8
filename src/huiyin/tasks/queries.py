"""Every read of tasks, limited to what the asker may see: lists by index, the soonest date first, so that the late stand on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind
from huiyin.cases.queries.own_view import during, stays_of
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import UNIT

from .actions.parts import DO, JUDGE, SUBJECT
from .actions.verbs import works_on
from .models import ENDED, OPEN, Status, Task, TaskEvent
from .responsible import nameable

PAGE = 50
View = Literal["mine", "office", "given", "done"]
VIEWS: tuple[View, ...] = ("mine", "office", "given", "done")
WITH = ("organisation", "given_organisation", "post__unit", "case__organisation", "case__handler")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the date that runs, or the last one that did."""

    task: Task
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task, what happened to it, and what this post can do now. `posts`: whom the office can name."""

    task: Task
    clock: ClockView | None
    events: tuple[TaskEvent, ...]
    can: frozenset[str]
    posts: tuple[tuple[str, str], ...]
    reads_case: bool


def tasks(actor: Actor, view: View) -> tuple[TaskRow, ...]:
    """A page of what the post, its office, or both were asked or have asked."""
    found = _listed(actor, view)
    if found is None:
        return ()
    order = ("-id",) if view == "done" else ("due_on", "id")
    return _rows(actor, _known(actor, found).order_by(*order)[: PAGE * 2])[:PAGE]


def waiting(actor: Actor) -> Count:
    """For the rail: what this post owes, and reports that wait for its answer."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Task]]:
    owed = Task.objects.filter(post_id=actor.post_id, status__in=OPEN)
    to_judge = Task.objects.filter(given_by=actor.reference, status=Status.REPORTED)
    return [_known(actor, rows) for rows in (owed, to_judge, _unnamed(actor))]


def task_page(actor: Actor, public_id: str) -> TaskPage:
    """The task, if the post may see it from either side; `Refused` else, and where there is none."""
    task = Task.objects.select_related(*WITH).prefetch_related("case__exclusions").filter(public_id=public_id).first()
    if task is None or not visible(actor, task):
        raise Refused
    watched = of_subjects(SUBJECT, [public_id], only_open=False).get(public_id, ())
    can = frozenset(_can(actor, task))
    posts = nameable(task) if "hand_to" in can else []
    return TaskPage(
        task=task,
        clock=_shown(task, watched),
        events=tuple(task.events.order_by("-id")),
        can=can,
        posts=tuple((post.public_id, f"{post.title} · {post.unit.name}") for post in posts if post.pk != task.post_id),
        reads_case=task.case is not None and may(actor, "read", task.case),
    )


def visible(actor: Actor, task: Task) -> bool:
    """From the side that was asked, or from the side that asked."""
    return may(actor, "task_read", task) or may(actor, "task_read", task.giving_side)


def seen(actor: Actor, found: QuerySet[Task]) -> list[Task]:
    """Those of a page of tasks that the post may see, oldest first."""
    return [task for task in _known(actor, found).order_by("id")[:PAGE] if visible(actor, task)]


def of_origin(origin: str, *origin_ids: str) -> tuple[TaskRow, ...]:
    """The tasks that came of one thing or of several; the giving room has asked whether the reader may see that."""
    rows = Task.objects.filter(origin=origin, origin_id__in=origin_ids).select_related(*WITH).order_by("id")
    return _with_clocks(list(rows))


def of_case(case: Case) -> tuple[TaskRow, ...]:
    """The tasks of a case that the reader may read, open ones first."""
    rows = list(Task.objects.filter(case=case).select_related(*WITH).order_by("due_on", "id")[:PAGE])
    return _with_clocks(sorted(rows, key=lambda task: task.status in ENDED))


def promised(concern: Concern) -> tuple[TaskRow, ...]:
    """What the person was promised, with its date."""
    to_all = during(stays_of(concern), "given_at") & Q(concern=None)
    rows = Task.objects.filter(to_all | Q(concern=concern), promised=True).exclude(status=Status.WITHDRAWN)
    return _with_clocks(list(rows.select_related(*WITH).order_by("id")[:PAGE]))


def day(actor: Actor) -> tuple[tuple[TaskRow, ...], tuple[TaskRow, ...]]:
    """(what this post or its desk owes, reports that wait for its answer), two pages of both together."""
    [wanted] = _of_day(actor)
    found = _rows(actor, wanted.order_by("due_on", "id")[: PAGE * 2])
    owed = tuple(row for row in found if row.task.status in OPEN)
    return owed, tuple(row for row in found if row.task.status not in OPEN)


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_of_day, (actor,))


def _of_day(actor: Actor) -> list[QuerySet[Task]]:
    wanted = Q(post_id=actor.post_id, status__in=OPEN) | Q(given_by=actor.reference, status=Status.REPORTED)
    if may(actor, "task_hand_to"):
        wanted |= Q(organisation_id=actor.organisation_id, post=None, status__in=OPEN)
    return [_known(actor, Task.objects.filter(wanted))]


def _unnamed(actor: Actor) -> QuerySet[Task]:
    """Of the own office, with nobody named yet: for who can name somebody."""
    if not may(actor, "task_hand_to"):
        return Task.objects.none()
    return Task.objects.filter(organisation_id=actor.organisation_id, post=None, status__in=OPEN)


def _listed(actor: Actor, view: View) -> QuerySet[Task] | None:
    scope = widest_scope(actor, "task_read")
    if scope is None:
        return None
    live = [status for status in Status.values if status not in ENDED]
    if view == "mine":
        return Task.objects.filter(post_id=actor.post_id, status__in=live)
    if view == "given":
        side = {"given_unit_id": actor.unit_id} if scope == UNIT else {}
        return Task.objects.filter(given_organisation_id=actor.organisation_id, status__in=live, **side)
    side = {"post__unit_id": actor.unit_id} if scope == UNIT else {}
    statuses = list(ENDED) if view == "done" else live
    return Task.objects.filter(organisation_id=actor.organisation_id, status__in=statuses, **side)


def _known(actor: Actor, found: QuerySet[Task]) -> QuerySet[Task]:
    """Without those of cases that the post must not know of."""
    hidden = found.exclude(case__exclusions__post_id__in=actor.post_ids | {actor.post_id})
    return hidden.exclude(case__kind=Kind.MISCONDUCT).select_related(*WITH).prefetch_related("case__exclusions")


def _rows(actor: Actor, found: Iterable[Task]) -> tuple[TaskRow, ...]:
    return _with_clocks([task for task in found if visible(actor, task)])


def _with_clocks(found: list[Task]) -> tuple[TaskRow, ...]:
    watched = of_subjects(SUBJECT, [task.public_id for task in found], only_open=False)
    return tuple(TaskRow(task, _shown(task, watched.get(task.public_id, ()))) for task in found)


def _shown(task: Task, watched: Iterable[ClockView]) -> ClockView | None:
    """The date that runs: of the task, then of the answer to its report; at the end the last one of the task."""
    name = JUDGE if task.status == Status.REPORTED else DO
    of_name = [
        clock
        for clock in watched
        if clock.name == name and (task.status == Status.WITHDRAWN or clock.status != "stopped")
    ]
    running = [clock for clock in of_name if clock.status == "running"]
    return next(iter(running or of_name[-1:]), None)


def _can(actor: Actor, task: Task) -> list[str]:
    can = []
    if task.status in OPEN and works_on(actor, task):
        can += ["report"] + (["acknowledge"] if task.status == Status.GIVEN else [])
    if task.status in OPEN and may(actor, "task_hand_to", task):
        can.append("hand_to")
    if task.status == Status.REPORTED and may(actor, "task_judge", task.giving_side):
        can.append("judge")
    return can
