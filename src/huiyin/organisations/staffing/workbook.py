"""Reads a workbook into typed rows. Each problem names sheet, row and column, and what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from huiyin.kernel.errors import BadInput, in_sentences
from huiyin.organisations.access.matrix import ADMINISTRATOR, ROLES

from .columns import NO, ROLE_NAMES, SHEETS, YES, Column, Sheet

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What can't be used, where, and what to do. `row` counts as the spreadsheet does; 0: the sheet as a whole."""

    sheet: str
    row: int
    column: str
    message: str
    remedy: str

    @property
    def place(self) -> str:
        parts = [self.sheet, _("row %(n)d") % {"n": self.row} if self.row else "", self.column]
        return ", ".join(part for part in parts if part)

    @property
    def sentences(self) -> str:
        return in_sentences(self.message, self.remedy)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentences}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its values by column key: text, date, bool, or a tuple of role codes.

    `headings`: by column key, as they stand in the file.
    """

    sheet: str
    number: int
    values: dict[str, Any]
    headings: dict[str, str] = field(default_factory=dict)

    def problem(self, column: str, message: str, remedy: str) -> Problem:
        """What is wrong in this row, under the heading that its reader sees."""
        return Problem(self.sheet, self.number, self.headings.get(column, column), message, remedy)


@dataclass(slots=True)
class Workbook:
    """The rows of each sheet by its key, and what is wrong with the rest."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {sheet.key: [] for sheet in SHEETS})
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Workbook:
    """All rows of an .xlsx file. Raises `BadInput` where the file as a whole can't be used."""
    if len(content) > MOST_BYTES:
        raise BadInput("file", _("The file is larger than 5 MB."), _("Save the five sheets alone in a new workbook."))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput(
            "file", _("This is no workbook that can be read."), _("Save it as .xlsx and choose it again.")
        ) from error
    workbook = Workbook()
    for name, lines in sheets.items():
        sheet = _sheet_named(name)
        if sheet is not None:
            _read_sheet(workbook, sheet, name, lines)
    if not any(_sheet_named(name) for name in sheets):
        names = "、".join(sheet.names[0] for sheet in SHEETS)
        raise BadInput(
            "file", _("No sheet has a name that is known."), _("Name the sheets %(names)s.") % {"names": names}
        )
    return workbook


def _sheet_named(name: str) -> Sheet | None:
    plain = name.strip().lower()
    return next((sheet for sheet in SHEETS if plain in {known.lower() for known in sheet.names}), None)


def _read_sheet(workbook: Workbook, sheet: Sheet, name: str, lines: list[list[Any]]) -> None:
    titles = [_text(cell) for cell in lines[0]] if lines else []
    head = [title.lower() for title in titles]
    where = {
        column.key: next((head.index(known.lower()) for known in column.headings if known.lower() in head), None)
        for column in sheet.columns
    }
    missing = [column for column in sheet.columns if column.required and where[column.key] is None]
    if missing:
        workbook.problems += [
            Problem(name, 1, column.headings[0], _("This column is missing."), _("Put the heading in the first row."))
            for column in missing
        ]
        return
    headings = {
        column.key: titles[at] if (at := where[column.key]) is not None else column.headings[0]
        for column in sheet.columns
    }
    filled = list(_filled(lines))
    if len(filled) > MOST_ROWS:
        workbook.problems.append(
            Problem(name, 0, "", _("There are more than 5,000 rows."), _("Split the file by organisation."))
        )
        return
    for number, line in filled:
        row = _read_row(workbook, sheet, name, number, line, where, headings)
        if row is not None:
            workbook.rows[sheet.key].append(row)


def _filled(lines: list[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    for number, line in enumerate(lines[1:], start=2):
        if any(_text(cell) for cell in line):
            yield number, line


def _read_row(
    workbook: Workbook,
    sheet: Sheet,
    name: str,
    number: int,
    line: list[Any],
    where: dict[str, int | None],
    headings: dict[str, str],
) -> Row | None:
    values: dict[str, Any] = {}
    good = True
    for column in sheet.columns:
        at = where[column.key]
        cell = line[at] if at is not None and at < len(line) else ""
        try:
            values[column.key] = _value(column, cell)
        except BadInput as error:
            good = False
            workbook.problems.append(Problem(name, number, headings[column.key], str(error.message), str(error.remedy)))
    return Row(name, number, values, headings) if good else None


def _value(column: Column, cell: Any) -> Any:
    text = _text(cell)
    if not text and column.required:
        raise BadInput(column.key, _("This is empty."), _("Fill it in, or remove the row."))
    reader = _READERS.get(column.key)
    if reader is not None:
        return reader(cell)
    if len(text) > 80:
        raise BadInput(column.key, _("This is longer than 80 characters."), _("Shorten it."))
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # spreadsheets keep 12 as 12.0
    return "" if cell is None else " ".join(str(cell).split())


def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = _text(cell)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise BadInput("", _("“%(text)s” is no date.") % {"text": text}, _("Write it like 2026-09-01.")) from error


def _yes(cell: Any) -> bool:
    text = _text(cell).lower()
    if text in YES or cell is True:
        return True
    if text in NO or cell is False:
        return False
    raise BadInput("", _("“%(text)s” is neither yes nor no.") % {"text": text}, _("Write 是 or 否."))


def _roles(cell: Any) -> tuple[str, ...]:
    found = set()
    known = {name.lower(): code for code, names in ROLE_NAMES.items() for name in names}
    for part in filter(
        None, re.split(r"[、，,;；/\s]+", _text(cell).lower().replace("legal reviewer", "legal-reviewer"))
    ):
        if part not in known:
            raise BadInput(
                "",
                _("There is no role “%(role)s”.") % {"role": part},
                _("The roles are: %(roles)s.") % {"roles": "、".join(names[0] for names in ROLE_NAMES.values())},
            )
        found.add(known[part])
    if ADMINISTRATOR in found and len(found) > 1:
        raise BadInput(
            "",
            _("A post that runs the system can't handle cases too."),
            _("Make two posts. One person may hold both and switch between them."),
        )
    return tuple(role for role in ROLES if role in found)


def _username(cell: Any) -> str:
    text = _text(cell).lower()
    if not _USERNAME.fullmatch(text):
        raise BadInput(
            "",
            _("“%(name)s” can't be a sign-in name.") % {"name": text},
            _("Use two or more Latin letters and digits, for example shenjing."),
        )
    return text


def _email(cell: Any) -> str:
    text = _text(cell)
    if text and not _EMAIL.fullmatch(text):
        raise BadInput("", _("“%(text)s” is no e-mail address.") % {"text": text}, _("Correct it or leave it empty."))
    return text


_READERS: dict[str, Any] = {
    "from": _day, "until": _day, "first": _day, "last": _day, "deputy": _yes, "head": _yes,
    "roles": _roles, "username": _username, "email": _email,
}  # fmt: skip
