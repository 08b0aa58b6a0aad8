"""What was written on printed sheets while there was no power is typed in afterwards, row by row, each with its own time.

A row has a number on the paper; it is the client id of its line, so the same row is heard once. What others wrote stands: a row
that can't be taken as what it is (somebody marked the step, the emergency has ended) is written as a line of the log, or left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import CallOut, CameBy, HeadGroup, LogEntry, LogKind, StepRun
from huiyin.incidents.papers import TYPED_BACK, Paper, as_printed
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor
from huiyin.organisations.models import SchoolClass
from huiyin.plans.paper.rows import RowId

from . import calling, counting, parts, stepping, writing
from .counting import Heads
from .parts import Doing, When


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote in a row. `copy`: which of several copies of the sheet; `by`: the post that did it, or that was reached.

    `done`: of a step; `heads`: of a class, named in `group` where the row was blank; `as_line`: write it as a line of the log.
    """

    sheet: str
    row: int
    at: dt.datetime
    copy: int = 1
    done: bool = True
    text: str = ""
    personal: str = ""
    by: str = ""
    heads: Heads | None = None
    group: str = ""
    as_line: bool = False

    @property
    def number(self) -> str:
        return str(RowId(self.sheet, self.row))


def client_id(number: str, copy: int) -> str:
    """Of the line of a row: several copies of a sheet have the same numbers, so a further copy is named."""
    return number if copy == 1 else f"{number}/{copy}"


def enter_row(*, actor: Actor, incident_id: str, typed: Typed) -> LogEntry:
    """One row of a sheet of the house. `Conflict` where it was entered already, or where something else stands there."""
    with store.write():
        number = client_id(typed.number, typed.copy)
        act = parts.doing("enter_row", actor, incident_id, "incident_paper", When(typed.at, CameBy.PAPER, number))
        sheet = sheet_of(act, typed.sheet, typed.copy)
        if not 0 < typed.row <= len(sheet.rows):
            raise Refused
        key = sheet.rows[typed.row - 1]
        _first_time(act)
        act.on_paper = {"paper": number}
        if typed.by:
            by = parts.post_here(act.incident.organisation, typed.by, "by")
            act.on_paper |= {"paper_by": by.title, "paper_post": by.reference}
        writing.not_reviewed(act)
        writing.without_numbers(typed.text)
        entry = _WAYS[sheet.kind](act, sheet, key, typed)
        act.end()
    return entry


def sheet_of(act: Doing, code: str, copy: int) -> Paper:
    """Part of an action: a sheet of the house, with rows, printed for what this is (earnest or exercise), and of no other emergency."""
    sheet = as_printed(code)
    if sheet.thing.organisation_id != act.incident.organisation_id or sheet.kind not in TYPED_BACK:
        raise Refused
    if not 1 <= copy <= sheet.copies or (sheet.room is not None and sheet.room.pk != act.incident.pk):
        raise Refused
    if sheet.exercise != act.incident.exercise:
        raise Conflict(*wrong_use(sheet))
    return sheet


def wrong_use(sheet: Paper) -> tuple[str, str]:
    """Why a sheet is not taken here, and what to do."""
    said = _("This sheet is for an exercise, and this is in earnest.") if sheet.exercise else _("This sheet is for earnest, and this is an exercise.")  # fmt: skip
    return str(said), str(_("Write what stands on it as lines of the log, with their times."))


def _first_time(act: Doing) -> None:
    """Asked over all incidents of the house: a sheet that was used up in one is not typed into another."""
    before = LogEntry.objects.filter(
        incident__organisation=act.incident.organisation, client_id=act.client_id, came_by=CameBy.PAPER
    ).select_related("incident")
    entry = before.first()
    if entry is None:
        return
    where = {"number": entry.incident.number, "position": entry.position}
    raise Conflict(
        _("This row was entered already: %(number)s, line %(position)d.") % where,
        _("If it says something else, correct that line."),
    )


def _on_card(act: Doing, sheet: Paper, key: str, typed: Typed) -> LogEntry:
    step = next((one for one in sheet.version.text.steps if one.key == key), None) if sheet.version else None
    run = StepRun.objects.select_for_update().filter(incident=act.incident, key=key).first()
    open_here = act.incident.running or (run is not None and run.phase == "aftercare")
    if run is None or not open_here or typed.as_line:
        words = step.action if step else (run.action if run else key)
        if not typed.done:
            written("text", typed.text, _("Say why it was not done."), longest=500)
        return _line(act, "paper_done" if typed.done else "paper_not_done", {"step": words}, typed)
    return stepping.marked(act, run, done=typed.done, reason=typed.text)


def _on_classes(act: Doing, sheet: Paper, key: str, typed: Typed) -> LogEntry:
    group = _name_of_group(sheet, key) or typed.group
    heads = typed.heads
    if heads is None:
        raise BadInput("present", _("Say how many are here."), _("A nought where nobody is."))
    if act.incident.running and not typed.as_line:
        return counting.counted(act, group, heads)
    name = written("group", group, _("Say which class or group."), longest=60)
    return _line(act, "paper_counted", {"group": name, **counting.checked(heads)}, typed)


def _name_of_group(sheet: Paper, key: str) -> str:
    if sheet.room is not None:
        found = HeadGroup.objects.filter(incident=sheet.room, public_id=key)
        return found.values_list("name", flat=True).first() or ""
    classes = SchoolClass.objects.filter(organisation_id=sheet.thing.organisation_id, public_id=key)
    return classes.values_list("name", flat=True).first() or ""


def _on_contacts(act: Doing, sheet: Paper, key: str, typed: Typed) -> LogEntry:
    """Who was reached by telephone for a role: the post that is named, else whoever was called last."""
    calls = (
        CallOut.objects.select_for_update(of=("self",)).select_related("post").filter(incident=act.incident, role=key)
    )
    if typed.by:
        calls = calls.filter(post__public_id=typed.by)
    call = calls.filter(post__isnull=False).order_by("-turn").first()
    if call is None or not act.incident.running or typed.as_line:
        titles = {role.key: role.title for role in sheet.version.text.roles} if sheet.version else {}
        return _line(act, "paper_answered", {"role": titles.get(key, key)}, typed)
    return calling.answered(act, call, by=act.actor)


def _on_log(act: Doing, sheet: Paper, key: str, typed: Typed) -> LogEntry:
    return writing.noted(act, typed.text, typed.personal)


def _line(act: Doing, said: str, data: Mapping[str, Any], typed: Typed) -> LogEntry:
    """What can't be taken as what it is stands in the log; nothing is put over what others wrote."""
    return parts.log(
        act, LogKind.NOTE, said=said, text=typed.text.strip(), data=data, sealed=writing.sealed(act, typed.personal)
    )


_WAYS: Mapping[str, Callable[[Doing, Paper, str, Typed], LogEntry]] = {
    "card": _on_card, "classes": _on_classes, "contacts": _on_contacts, "log": _on_log,
}  # fmt: skip
