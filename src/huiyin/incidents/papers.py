"""A sheet of paper as it is typed back, wherever it was printed: from a plan, or out of a running emergency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.incidents.models import Incident, RoomSheet
from huiyin.plans import reprints, showing_sheets
from huiyin.plans.models import Plan, PlanVersion
from huiyin.plans.paper.rows import RowId

TYPED_BACK = ("card", "classes", "contacts", "log")  # kinds of sheets with rows to write in


@dataclass(frozen=True, slots=True)
class Paper:
    """`thing`: whose rights count. `room`: the emergency out of which it was printed, the only one to which it belongs."""

    code: str
    kind: str
    title: str
    rows: tuple[str, ...]
    copies: int
    exercise: bool
    at: dt.datetime
    holder: str
    version: PlanVersion | None
    thing: Plan | Incident
    room: Incident | None = None

    @property
    def number(self) -> str:
        """As it stands on the paper, with its check character."""
        return str(RowId(self.code))


def as_printed(code: str) -> Paper:
    """The sheet of this number, whether it still holds or not; who may is asked by whoever calls. `Refused`."""
    found = RoomSheet.objects.select_related("incident__plan_version__plan", "incident__organisation")
    row = found.filter(code=code).first()
    return _of_plan(code) if row is None else of_room(row)


def of_room(row: RoomSheet) -> Paper:
    room = row.incident
    name = {"card": _("Open steps"), "classes": _("Head-count"), "log": _("Log")}[row.kind]
    title = _("[EXERCISE] %(title)s") % {"title": name} if room.exercise else name
    rows = tuple(row.rows)
    return Paper(
        row.code, row.kind, title, rows, 1, room.exercise, row.at, row.actor_title, room.plan_version, room, room
    )


def _of_plan(code: str) -> Paper:
    row = reprints.as_printed(code)
    version = row.plan_version
    title = showing_sheets.title(row)
    return Paper(
        row.code, row.kind, title, tuple(row.rows), row.copies, row.exercise, row.at, row.holder, version, version.plan
    )
