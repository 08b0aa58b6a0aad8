"""An import from beginning to end: read, tell apart, bring in, name what was rejected."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from huiyin.archive.actions import holding
from huiyin.archive.bags import checking
from huiyin.cases.importing.reading import WORKBOOKS, decode
from huiyin.kernel import files
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation

from . import rows
from .rows import Reject, Row

BATCH = 64
TABLES, SCANS = (".csv", ".xlsx", ".xls", ".ods", ".txt"), (".pdf", ".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Result:
    """read = imported + already + rejected."""

    read: int
    imported: int
    already: int
    rejected: tuple[Reject, ...]


def run(*, actor: Actor, organisation: Organisation, given: Mapping[str, bytes]) -> Result:
    """`given`: name of each file -> contents: tables, packages, and scans that tables name. What is broken off is finished by running it again."""
    scans = {Path(name).name.lower(): (name, data) for name, data in given.items() if name.lower().endswith(SCANS)}
    found: list[holding.Brought] = []
    rejected: list[Reject] = []
    for name, data in sorted(given.items()):
        if name.lower().endswith(SCANS):
            continue
        try:
            for one in _of_bag(data, name) if name.lower().endswith(".zip") else _of_table(data, name, scans):
                if isinstance(one, Reject):
                    rejected.append(one)
                else:
                    row, papers = one
                    found.append(holding.Brought(row, _key(organisation, row), papers))
        except BadInput as error:
            rejected.append(Reject(error.place or name, error.sentences))
    imported = 0
    for start in range(0, len(found), BATCH):
        imported += holding.bring_in(actor=actor, organisation=organisation, rows=found[start : start + BATCH])
    return Result(len(found) + len(rejected), imported, len(found) - imported, tuple(rejected))


Found = Iterator[Reject | tuple[Row, tuple[files.Inspected, ...]]]


def _of_bag(data: bytes, name: str) -> Found:
    """A package is one holding; what it says of itself is its row, and the PDFs in it are its scans."""
    bag = checking.read(data, name)
    told = {label.lower(): values[0] for label, values in bag.info.items()}
    code = told.get("external-identifier") or bag.name
    title = told.get("external-description") or bag.name
    year = told.get("bagging-date", "")[:4]
    row = rows.read(
        (code[: rows.LONGEST_CODE], title[: rows.LONGEST_TITLE], year), {"code": 0, "title": 1, "year": 2}, name
    )
    if isinstance(row, Reject):
        yield row
        return
    papers: list[files.Inspected] = []
    for path, content in sorted(bag.payload.items()):
        if path.lower().endswith(".pdf"):
            try:
                papers.append(_scan(path, content))
            except (
                BadInput
            ) as error:  # what is not taken from anybody, such as a PDF with files in it; the rest of the package is
                yield Reject(f"{name}: {path}", _("This file is left out: %s") % error.sentences)
    yield row, tuple(papers)


def _of_table(data: bytes, name: str, scans: Mapping[str, tuple[str, bytes]]) -> Found:
    where: dict[str, int] = {}
    for number, cells in enumerate(_cells(data, name), 1):
        place = _("%(file)s, row %(row)d") % {"file": name, "row": number}
        if not any(str(cell or "").strip() for cell in cells):
            continue
        if not where:
            where = rows.columns(cells)
            if not where and number >= rows.HEADING_WITHIN:
                break
            continue
        row = rows.read(cells, where, place)
        if isinstance(row, Reject):
            yield row
        elif row.scan and Path(row.scan).name.lower() not in scans:
            yield Reject(place, _("Its scan “%s” was not given along.") % row.scan)
        else:
            yield _with_scan(row, scans, place)
    if not where:
        raise BadInput(
            name,
            _("No row has both a number (档号) and a title (题名) as headings."),
            _("Name the columns so in the first rows."),
        )


def _with_scan(
    row: Row, scans: Mapping[str, tuple[str, bytes]], place: str
) -> Reject | tuple[Row, tuple[files.Inspected, ...]]:
    if not row.scan:
        return row, ()
    name, data = scans[Path(row.scan).name.lower()]
    try:
        return row, (_scan(name, data),)
    except BadInput as error:
        return Reject(f"{place}: {name}", error.sentences)


def _scan(name: str, data: bytes) -> files.Inspected:
    """Looked at like everything that is brought; a scan that is refused refuses its row."""
    return files.inspect(SimpleUploadedFile(Path(name).name, data))


def _cells(data: bytes, name: str) -> Iterator[Sequence[object]]:
    if data.startswith(WORKBOOKS):
        try:
            workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            yield from workbook.get_sheet_by_index(0).to_python()
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise BadInput(
                name, _("This workbook can't be read."), _("Save it anew as .xlsx, or as CSV UTF-8.")
            ) from error
        return
    if not name.lower().endswith(TABLES):
        raise BadInput(name, _("It is no table, no package and no scan."), _("Send .xlsx, .csv, .zip or .pdf."))
    text, _encoding = decode(data, Path(name))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text[:2000] else ",")
    except csv.Error as error:
        raise BadInput(name, _("The quotation marks of a row do not fit."), _("Save it anew as .xlsx.")) from error


def _key(organisation: Organisation, row: Row) -> str:
    """By office, number and title: the same row again changes nothing."""
    return hashlib.sha256("\0".join((organisation.public_id, row.code, row.title)).encode()).hexdigest()
