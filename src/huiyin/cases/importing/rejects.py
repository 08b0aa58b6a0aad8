"""The rejected rows as a file that can be mended and given again: the same table, with what is wrong beside each row."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from .columns import REASON_HEADS, normal
from .reading import Row, Table
from .rows import Reject


def write(path: Path, table: Table, rejects: Iterable[tuple[Row, Reject]]) -> Path:
    """Written for nobody but the user who ran the import; answers the path. `path` lies in a folder that exists."""
    headings = table.columns.headings
    width = len(headings)
    reasons = {normal(head) for head in REASON_HEADS}
    own = {place for place, heading in enumerate(headings) if normal(heading) in reasons}  # of a file mended before
    lines: list[tuple[object, ...]] = [
        (*(heading for place, heading in enumerate(headings) if place not in own), *REASON_HEADS)
    ]
    for row, reject in rejects:
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        kept = [cell for place, cell in enumerate(cells) if place not in own]
        surplus = row.cells[width:]  # beyond the headings: kept at the end, so that nothing is lost and it shows again
        lines.append((*kept, reject.row, reject.column, reject.reason, *surplus))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(descriptor)
    if table.encoding:
        _write_text(path, table, lines)
    else:
        _write_workbook(path, lines)
    return path


def place_for(source: Path, table: Table, wanted: Path | None) -> Path:
    """Where it goes: where the user says, else beside the source, else (a folder that can't be written) where we are."""
    if wanted is not None:
        return wanted.resolve()
    folder = source.resolve().parent
    if not os.access(folder, os.W_OK) or _is_read_only(folder):
        folder = Path.cwd()
    suffix = ".csv" if table.encoding else ".xlsx"
    place = folder / f"{source.stem}.rejected{suffix}"
    number = 2
    while place.exists():
        place = folder / f"{source.stem}.rejected-{number}{suffix}"
        number += 1
    return place


def _is_read_only(folder: Path) -> bool:
    """Root may write where the owner wished that nobody does."""
    return not folder.stat().st_mode & 0o222


def _write_text(path: Path, table: Table, lines: Iterable[tuple[object, ...]]) -> None:
    encoding = "utf-8-sig" if table.encoding == "utf-8" else table.encoding  # so that Excel reads it rightly
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=table.delimiter).writerows(lines)


def _write_workbook(path: Path, lines: Iterable[tuple[object, ...]]) -> None:
    from openpyxl import Workbook  # here: it brings numpy along, which nothing else needs
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("rejected")
    for line in lines:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in line])
    workbook.save(path)
