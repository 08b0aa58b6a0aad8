"""Printed sheets as somebody types them back: their rows as they were printed, and what was entered of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.actions.entering import client_id
from huiyin.incidents.actions.papering import PHOTO
from huiyin.incidents.models import CameBy, HeadGroup, Incident, LogEntry, RoomSheet, StepRun
from huiyin.incidents.papers import TYPED_BACK, Paper, as_printed, of_room
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import SchoolClass
from huiyin.plans.paper.rows import LENGTH, RowId, read

from . import sections
from .log import Entry, read_entries
from .room import visible
from .sections import HeadLine


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
    """`photos`: what the written sheet looks like. `other_plan`, `other_version`: the sheet was printed for another plan, or another version, than the one that runs."""

    incident: Incident
    sheet: Paper
    copy: int
    rows: tuple[Row, ...]
    photos: tuple[Attachment, ...]
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


@dataclass(frozen=True, slots=True)
class Run:
    """Sheets that were printed out of a room together."""

    run: str
    rows: tuple[RoomSheet, ...]
    sheets: tuple[Paper, ...]

    @property
    def upto(self) -> int:
        return self.rows[0].upto


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One sheet with the number and the key of each row."""

    sheet: Paper
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintPage:
    """A print of a room: its sheets, the steps and groups by key, the log up to where it went, in order, without what is kept of people."""

    run: Run
    sheets: tuple[PrintedPage, ...]
    steps: Mapping[str, StepRun]
    groups: Mapping[str, HeadLine]
    entries: tuple[Entry, ...]


def sheet_for(actor: Actor, typed: str) -> Paper:
    """A sheet of the house by the number on it, typed or scanned, of the sheet or of a row. `BadInput`, `Refused`."""
    found = as_printed(read(typed).sheet)
    require(actor, "incident_paper", found.thing)
    if found.kind not in TYPED_BACK:
        raise BadInput(
            "number",
            _("On this kind of sheet there are no rows to write in."),
            _("What was noted on it is written as a line of the log."),
        )
    return found


def incidents_for(actor: Actor, sheet: Paper) -> tuple[Incident, ...]:
    """Where it can be typed in: where it was printed; else what the house has not reviewed yet, those by the same plan first, the
    latest first."""
    if sheet.room is not None:
        return (sheet.room,)
    found = Incident.objects.filter(organisation_id=actor.organisation_id, exercise=sheet.exercise).exclude(
        status="reviewed"
    )
    plan = sheet.version.plan_id if sheet.version else None
    rows = found.select_related("plan_version", "organisation").order_by("-started_at")
    return tuple(
        sorted(rows, key=lambda one: (one.plan_version is None or one.plan_version.plan_id != plan, not one.running))
    )


def sheet_page(actor: Actor, incident_id: str, code: str, copy: int) -> SheetPage:
    """The rows of a sheet for typing. `Refused`."""
    incident = visible(actor, incident_id)
    require(actor, "incident_paper", incident)
    sheet = as_printed(code)
    require(actor, "incident_paper", sheet.thing)
    if sheet.room is not None and sheet.room.pk != incident.pk:
        raise Refused
    version, pinned = sheet.version, incident.plan_version
    copy = copy if 1 <= copy <= sheet.copies else 1
    other = version is not None and (pinned is None or pinned.plan_id != version.plan_id)
    return SheetPage(
        incident=incident,
        sheet=sheet,
        copy=copy,
        rows=_rows(incident, sheet, copy),
        photos=_photos(incident, code, copy),
        other_plan=other,
        other_version=version is not None and pinned is not None and not other and pinned.pk != version.pk,
    )


def printed_here(actor: Actor, incident_id: str) -> tuple[Run, ...]:
    """What was printed out of this room, the last first."""
    incident = visible(actor, incident_id)
    require(actor, "incident_paper", incident)
    found: dict[str, list[RoomSheet]] = {}
    for row in RoomSheet.objects.filter(incident=incident).order_by("-id"):
        row.incident = incident
        found.setdefault(row.run, []).insert(0, row)
    return tuple(Run(run, tuple(sheets), tuple(map(of_room, sheets))) for run, sheets in found.items())


def print_page(actor: Actor, incident_id: str, run: str) -> PrintPage:
    """Sheets that were printed together, as they stood then. `Refused`."""
    found = next((one for one in printed_here(actor, incident_id) if one.run == run), None)
    if found is None:
        raise Refused
    incident = found.rows[0].incident
    steps = {row.key: row for row in incident.steps.all()}
    counts = {line.group.public_id: line for line in sections.heads(incident, found.rows[0].at).lines}
    return PrintPage(
        run=found,
        sheets=tuple(
            PrintedPage(sheet, tuple((str(RowId(sheet.code, place)), key) for place, key in enumerate(sheet.rows, 1)))
            for sheet in found.sheets
        ),
        steps=steps,
        groups=counts,
        entries=read_entries(incident, incident.log.filter(position__lte=found.upto), personal=False),
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


def _rows(incident: Incident, sheet: Paper, copy: int) -> tuple[Row, ...]:
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


def _printed(sheet: Paper) -> tuple[Mapping[str, str], Mapping[str, int | None]]:
    """Key -> what stands in its row, and within how many minutes."""
    if sheet.kind == "classes":
        return _groups(sheet), {}
    document = sheet.version.text if sheet.version else None
    if document is None:
        return {}, {}
    if sheet.kind == "card":
        return {one.key: one.action for one in document.steps}, {one.key: one.within for one in document.steps}
    if sheet.kind == "contacts":
        return {one.key: one.title for one in document.roles}, {}
    return {}, {}


def _groups(sheet: Paper) -> Mapping[str, str]:
    if sheet.room is not None:
        return dict(HeadGroup.objects.filter(incident=sheet.room).values_list("public_id", "name"))
    found = SchoolClass.objects.filter(organisation_id=sheet.thing.organisation_id)
    return dict(found.values_list("public_id", "name"))


def _photos(incident: Incident, code: str, copy: int) -> tuple[Attachment, ...]:
    """In the order in which they came; none once the pictures of the response were destroyed."""
    lines = LogEntry.objects.filter(incident=incident, said=PHOTO, data__code=code, data__copy=copy)
    names = [name for files in lines.order_by("position").values_list("files", flat=True) for name in files]
    found = {row.public_id: row for row in Attachment.objects.filter(public_id__in=names, erased_at=None)}
    return tuple(found[name] for name in names if name in found)


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
