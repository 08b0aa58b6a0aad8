"""What this room puts on the pages of a case, of the person and of the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.presenting import SOON_DAYS
from huiyin.cases.sections import DayEntry, Section
from huiyin.organisations.access import Actor

from . import presenting, queries
from .models import Status


def offer() -> None:
    """Called when the room is ready."""
    sections.for_staff(of_case)
    sections.for_public(promised)
    sections.for_day(day)


def of_case(actor: Actor, case: Case) -> Section | None:
    """Who was asked what, on the page of a case that the post may read already."""
    rows = queries.of_case(case)
    if not rows:
        return None
    cards = [presenting.card(row, url=queries.visible(actor, row.task)) for row in rows]
    return Section("tasks", "tasks/parts/of_case.html", {"cards": cards}, order=40)


def promised(concern: Concern) -> Section | None:
    """What the person was promised, each with its date."""
    rows = queries.promised(concern)
    if not rows:
        return None
    cards = [presenting.promise(row) for row in rows]
    return Section("promised", "tasks/parts/promised.html", {"cards": cards}, order=20)


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
