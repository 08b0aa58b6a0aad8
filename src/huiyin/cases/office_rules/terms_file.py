"""A table of school terms from a file: organisation, name, first day, last day. Reads only."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine
from django.utils.translation import gettext as _

from huiyin.cases.actions.school_terms import Problem, TermRow
from huiyin.cases.importing import dates
from huiyin.cases.importing.columns import normal
from huiyin.cases.importing.reading import WORKBOOKS, decode
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation

LARGEST = 5_000_000  # bytes
# As the columns are called in Simplified and Traditional Chinese and in English.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organisation": ("organisation", "organization", "school", "单位", "學校", "学校", "單位"),
    "name": ("name", "term", "学期", "學期", "名称", "名稱"),
    "first day": ("first day", "first_day", "from", "start", "第一天", "开始日期", "開始日期", "开学日期", "開學日期"),
    "last day": ("last day", "last_day", "to", "end", "最后一天", "最後一天", "结束日期", "結束日期", "放假日期"),
}
Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class TermsTable:
    """The lines that can be used, and what is wrong with the others."""

    rows: tuple[TermRow, ...]
    problems: tuple[Problem, ...]

    @property
    def read(self) -> int:
        return len(self.rows) + len({problem.row for problem in self.problems})


def read_terms(path: Path) -> TermsTable:
    """Raises `BadInput` where the file is no such table at all."""
    lines = [(number, cells) for number, cells in enumerate(_cells(path), start=1) if any(map(_text, cells))]
    if not lines:
        raise BadInput(str(path), _("The file is empty."))
    places = _places(lines[0][1], path)
    known = _organisations()
    rows: list[TermRow] = []
    problems: list[Problem] = []
    for number, cells in lines[1:]:
        found = _row(number, {name: _at(cells, place) for name, place in places.items()}, known)
        if isinstance(found, TermRow) and any(_same(found, row) for row in rows):
            found = [Problem(number, "name", _("This term stands in the table twice."))]
        if isinstance(found, TermRow):
            rows.append(found)
        else:
            problems += found
    return TermsTable(tuple(rows), tuple(problems))


def _same(one: TermRow, other: TermRow) -> bool:
    return (one.organisation, one.name) == (other.organisation, other.name)


def _row(number: int, cells: dict[str, object], known: dict[str, list[str]]) -> TermRow | list[Problem]:
    problems = []
    wanted = _text(cells["organisation"])
    homes = known.get(wanted, [])
    if len(homes) != 1:
        reason = _("No organisation has this name.") if not homes else _("Several organisations have this name.")
        problems.append(Problem(number, "organisation", f"{reason} {wanted}".strip()))
    name = _text(cells["name"])
    if not 0 < len(name) <= 60:
        problems.append(Problem(number, "name", _("The name of the term has 1 to 60 characters.")))
    days: dict[str, dt.date] = {}
    for column in ("first day", "last day"):
        try:
            moment = dates.read(cells[column], dt.UTC)
        except dates.NoDateError:
            moment = None
        if moment is None:
            words = _("“%(text)s” is no date. Write it as 2026-09-01.")
            problems.append(Problem(number, column, words % {"text": _text(cells[column])}))
        else:
            days[column] = moment.date()
    return problems or TermRow(number, homes[0], name, days["first day"], days["last day"])


def _organisations() -> dict[str, list[str]]:
    """Name, short name or public id -> public ids of the open organisations that answer to it."""
    known: dict[str, list[str]] = {}
    for row in Organisation.objects.filter(closed_at=None):
        for name in {row.name, row.short_name, row.public_id}:
            known.setdefault(name, []).append(row.public_id)
    return known


def _places(heading: Cells, path: Path) -> dict[str, int]:
    names = [normal(_text(cell)) for cell in heading]
    places = {
        column: next((place for place, name in enumerate(names) if name in map(normal, known)), -1)
        for column, known in COLUMNS.items()
    }
    missing = [column for column, place in places.items() if place < 0]
    if missing:
        raise BadInput(
            f"{path}: row 1",
            _("These columns are missing: %s.") % ", ".join(missing),
            _("The first row names the columns: organisation, name, first day, last day."),
        )
    return places


def _cells(path: Path) -> Iterable[Cells]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(str(path), _("The file is too large to be a table of terms."))
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror) from error
    if content.startswith(WORKBOOKS):
        return _from_workbook(content, path)
    text, _encoding = decode(content, path)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=text[:2000].count)))


def _from_workbook(content: bytes, path: Path) -> Iterable[Cells]:
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    except (python_calamine.CalamineError, ValueError, OSError, IndexError) as error:
        raise BadInput(
            str(path), _("The workbook can't be opened."), _("Open it in Excel and save it anew as .xlsx.")
        ) from error
    blank: list[Cells] = [()] * (sheet.start[0] if sheet.start else 0)
    return [*blank, *sheet.to_python(skip_empty_area=True)]


def _at(cells: Cells, place: int) -> object:
    return cells[place] if place < len(cells) else ""


def _text(cell: object) -> str:
    return str(cell if cell is not None else "").strip()
