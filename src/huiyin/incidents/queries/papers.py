"""Printed sheets as somebody types them back: their rows as they were printed, and what was entered of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.actions.entering import TYPED_BACK, client_id
from huiyin.incidents.models import CameBy, Incident, LogEntry, StepRun
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import SchoolClass
from huiyin.plans import reprints
from huiyin.plans.models import PrintedSheet
from huiyin.plans.paper.rows import LENGTH, RowId, read

from .log import Entry, read_entries
from .room import visible


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands on the paper. `words`: what is printed there (empty: a blank row); `now`: what the step says in the
    version that runs, where it is worded otherwise; `entered`: its line, once it was typed in, and `where` it stands."""

    place: int
    number: str
    words: str
    within: int | None = None
    now: str = ""
    entered: Entry | None = None
    where: Incident | None = None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """`other_plan`, `other_version`: the sheet was printed for another plan, or another version, than the one that runs."""

    incident: Incident
    sheet: PrintedSheet
    number: str
    copy: int
    rows: tuple[Row, ...]
    other_plan: bool
    other_version: bool

    @property
    def first_day(self) -> dt.date:
        """The day that is proposed: of the last row that was entered, else of the beginning."""
        last = max((row.entered.at for row in self.rows if row.entered), default=self.incident.started_at)
        return last.astimezone(time.zone_of(self.incident.organisation.zone)).date()

    @property
    def entered(self) -> int:
        return sum(row.entered is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Entered:
    """A sheet of which rows were typed into this incident."""

    number: str
    code: str
    rows: int


def sheet_for(actor: Actor, typed: str) -> PrintedSheet:
    """A sheet of the house by the number on it, typed or scanned, of the sheet or of a row. `BadInput`, `Refused`."""
    found = reprints.as_printed(read(typed).sheet)
    require(actor, "incident_paper", found.plan_version.plan)
    if found.kind not in TYPED_BACK:
        raise BadInput(
            "number",
            _("On this kind of sheet there are no rows to write in."),
            _("What was noted on it is written as a line of the log."),
        )
    return found


def incidents_for(actor: Actor, sheet: PrintedSheet) -> tuple[Incident, ...]:
    """Where it can be typed in: what the house has not reviewed yet, those by the same plan first, the latest first."""
    found = Incident.objects.filter(organisation_id=actor.organisation_id, exercise=sheet.exercise).exclude(
        status="reviewed"
    )
    plan = sheet.plan_version.plan_id
    rows = found.select_related("plan_version", "organisation").order_by("-started_at")
    return tuple(
        sorted(rows, key=lambda one: (one.plan_version is None or one.plan_version.plan_id != plan, not one.running))
    )


def sheet_page(actor: Actor, incident_id: str, code: str, copy: int) -> SheetPage:
    """The rows of a sheet for typing. `Refused`."""
    incident = visible(actor, incident_id)
    require(actor, "incident_paper", incident)
    sheet = reprints.as_printed(code)
    require(actor, "incident_paper", sheet.plan_version.plan)
    version, pinned = sheet.plan_version, incident.plan_version
    return SheetPage(
        incident=incident,
        sheet=sheet,
        number=str(RowId(sheet.code)),
        copy=copy if 1 <= copy <= sheet.copies else 1,
        rows=_rows(incident, sheet, copy),
        other_plan=pinned is None or pinned.plan_id != version.plan_id,
        other_version=pinned is not None and pinned.plan_id == version.plan_id and pinned.pk != version.pk,
    )


def entered(actor: Actor, incident_id: str) -> tuple[Entered, ...]:
    """Sheets of which something was typed in here, the last one first."""
    incident = visible(actor, incident_id)
    require(actor, "incident_paper", incident)
    lines = LogEntry.objects.filter(incident=incident, came_by=CameBy.PAPER).exclude(client_id="")
    by_sheet: dict[str, int] = {}
    for number in lines.order_by("-position").values_list("client_id", flat=True):
        if "-" in number:
            by_sheet[number[:LENGTH]] = by_sheet.get(number[:LENGTH], 0) + 1
    return tuple(Entered(str(RowId(code)), code, rows) for code, rows in by_sheet.items())


def _rows(incident: Incident, sheet: PrintedSheet, copy: int) -> tuple[Row, ...]:
    numbers = [str(RowId(sheet.code, place)) for place in range(1, len(sheet.rows) + 1)]
    lines = _lines(incident, [client_id(number, copy) for number in numbers])
    words, within = _printed(sheet)
    running = (
        dict(StepRun.objects.filter(incident=incident).values_list("key", "action")) if sheet.kind == "card" else {}
    )
    found = []
    for place, (number, key) in enumerate(zip(numbers, sheet.rows, strict=True), 1):
        entry = lines.get(client_id(number, copy))
        said = words.get(key, "")
        now = running.get(key, "")
        found.append(
            Row(
                place, number, said, within.get(key), now if now != said else "", entry[1] if entry else None, entry[0] if entry else None,
            )
        )  # fmt: skip
    return tuple(found)


def _printed(sheet: PrintedSheet) -> tuple[Mapping[str, str], Mapping[str, int | None]]:
    """Key -> what stands in its row, and within how many minutes."""
    document = sheet.plan_version.text
    if sheet.kind == "card":
        return {one.key: one.action for one in document.steps}, {one.key: one.within for one in document.steps}
    if sheet.kind == "contacts":
        return {one.key: one.title for one in document.roles}, {}
    if sheet.kind == "classes":
        found = SchoolClass.objects.filter(organisation_id=sheet.plan_version.plan.organisation_id)
        return dict(found.values_list("public_id", "name")), {}
    return {}, {}


def _lines(incident: Incident, numbers: Iterable[str]) -> dict[str, tuple[Incident, Entry]]:
    """By the number on the paper, wherever in the house the row was typed in."""
    rows = LogEntry.objects.filter(
        incident__organisation_id=incident.organisation_id, client_id__in=list(numbers), came_by=CameBy.PAPER
    ).select_related("incident__organisation", "corrects")
    found: dict[str, tuple[Incident, Entry]] = {}
    for where in {row.incident_id: row.incident for row in rows}.values():
        own = [row for row in rows if row.incident_id == where.pk]
        found |= {entry.row.client_id: (where, entry) for entry in read_entries(where, own, personal=True)}
    return found
