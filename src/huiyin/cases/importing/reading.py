"""A table from a file: text in any of the encodings that offices use, or a workbook. Reads only; knows no messages."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine
from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from huiyin.kernel import encodings
from huiyin.kernel.errors import BadInput

from .columns import ColumnMap, Columns, find, normal

HEADING_WITHIN = 20  # rows: offices put a title above the table
LONGEST_CELL = 10_000_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
_SAMPLE = 200_000  # bytes that tell the encoding
Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as a spreadsheet shows it, from 1. `broken` says why the line is no row."""

    number: int
    cells: Cells
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`encoding` is empty for a workbook. `rows` hold something; empty ones are left out."""

    columns: Columns
    rows: Sequence[Row]
    digest: bytes
    encoding: str = ""
    delimiter: str = ","
    _sheet: str = field(default="", repr=False)


def read_table(path: Path, mapping: ColumnMap, encoding: str = "") -> Table:
    """The table in a file. Raises `BadInput` that names the file, and what to do."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror) from error
    if not content.strip():
        raise BadInput(str(path), _("The file is empty."))
    digest = hashlib.sha256(content).digest()
    if content.startswith(WORKBOOKS):
        columns, rows = _from_workbook(content, path, mapping)
        return Table(columns, rows, digest)
    text, used = decode(content, path, encoding)
    delimiter = _delimiter(text)
    columns, rows = _with_heading(list(_from_text(text, delimiter)), path, mapping)
    return Table(columns, rows, digest, used, delimiter)


def decode(content: bytes, path: Path, encoding: str = "") -> tuple[str, str]:
    """The text and the name of its encoding: what `encoding` names, a mark at its head, UTF-8, or the likeliest Chinese one."""
    encoding = encoding or encodings.marked(content)
    candidates = [encoding] if encoding else ["utf-8", *encodings.chinese(content)]
    for name in candidates:
        try:
            return content.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    guess = None if encoding else from_bytes(content[:_SAMPLE]).best()
    if guess is not None and guess.encoding not in candidates:
        try:
            return content.decode(guess.encoding), guess.encoding
        except UnicodeDecodeError:
            pass
    raise BadInput(
        str(path),
        _("The encoding of this text can't be read (tried: %s).") % ", ".join(candidates),
        _("Save it as CSV UTF-8, or as .xlsx, or name the encoding: --encoding gb18030."),
    )


def _delimiter(text: str) -> str:
    head = "".join(text[:4000].splitlines(keepends=True)[:HEADING_WITHIN])
    return max(",\t;", key=head.count)


def _from_text(text: str, delimiter: str) -> Iterator[Row]:
    """Each row; one whose quotation marks do not fit is broken and holds its raw text, the next lines are read on."""
    csv.field_size_limit(LONGEST_CELL)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line.replace("\0", "")

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raw = "".join(taken)
            yield Row(number, (raw,), _("The quotation marks of this row do not fit."))
            continue
        yield Row(number, tuple(cells))


def _from_workbook(content: bytes, path: Path, mapping: ColumnMap) -> tuple[Columns, list[Row]]:
    """The first sheet that has the headings. Cells beyond the last one that holds something are never built."""
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        names = list(workbook.sheet_names)
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise BadInput(
            str(path), _("The workbook can't be opened."), _("Open it in Excel and save it anew as .xlsx.")
        ) from error
    problem: BadInput | None = None
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
        except python_calamine.CalamineError:
            continue
        if sheet.start is None:
            continue
        first = sheet.start[0] + 1
        cells = sheet.to_python(skip_empty_area=True)
        try:
            return _with_heading([Row(first + place, tuple(row)) for place, row in enumerate(cells)], path, mapping)
        except BadInput as error:
            problem = problem or error
    raise problem or BadInput(str(path), _("The workbook is empty."))


def _with_heading(rows: list[Row], path: Path, mapping: ColumnMap) -> tuple[Columns, list[Row]]:
    filled = [row for row in rows if row.broken or any(_holds(cell) for cell in row.cells)]
    for place, row in enumerate(filled[:HEADING_WITHIN]):
        columns = find(row.cells, mapping)
        if columns is not None:
            _require_mapped(columns, mapping, path)
            return columns, filled[place + 1 :]
    seen = "、".join(str(cell).strip() for cell in filled[0].cells if _holds(cell))[:200] if filled else ""
    raise BadInput(
        str(path),
        _("No column is known that holds the words of a message (found: %s).") % seen,
        _('Name the columns in a file: --mapping FILE with [columns] text = "…"'),
    )


def _require_mapped(columns: Columns, mapping: ColumnMap, path: Path) -> None:
    names = {normal(heading) for heading in columns.headings}
    missing = [heading for heading in mapping.columns.values() if normal(heading) not in names]
    if missing:
        raise BadInput(
            str(path),
            _("The mapping names a column that is not there: %s.") % "、".join(missing),
            _("The table has: %s.") % "、".join(filter(None, columns.headings)),
        )


def _holds(cell: object) -> bool:
    if isinstance(cell, dt.date | dt.time | int | float):
        return True
    return cell is not None and bool(str(cell).strip())
