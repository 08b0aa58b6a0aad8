"""The workbook of who is competent for what: the same columns go out and come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import python_calamine
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.importing import dates
from huiyin.kernel.errors import BadInput
from huiyin.organisations.actions import Competent
from huiyin.organisations.queries import CompetenceRow

LARGEST = 5_000_000  # bytes
MOST_ROWS = 5_000
LONGEST = {"note": 200, "area": 200, "source": 300}
# Simplified and Traditional Chinese, English. The title of the category is for the reader; its code counts.
COLUMNS: dict[str, tuple[str, str, str]] = {
    "organisation": ("单位", "單位", "Office"),
    "category": ("分类编码", "分類編碼", "Code"),
    "title": ("内容分类", "內容分類", "Subject"),
    "note": ("对外说法", "對外說法", "Words for the public"),
    "area": ("地名", "地名", "Places"),
    "source": ("依据", "依據", "Text"),
    "from": ("起始日期", "起始日期", "From"),
}
LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class Read:
    """(public id of the office, what the row says, first day), and what is wrong with the others."""

    rows: tuple[tuple[str, Competent, dt.date | None], ...]
    problems: tuple[str, ...]


def workbook(rows: Iterable[CompetenceRow], titles: Mapping[str, str]) -> bytes:
    """An .xlsx file with headings in the present language."""
    from openpyxl import Workbook  # here: it brings numpy along, which no other page needs
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    language = get_language() or "zh-hans"
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    book = Workbook()
    page = book.worksheets[0]
    page.freeze_panes = "A2"
    page.append([headings[place] for headings in COLUMNS.values()])
    for number, cell in enumerate(page[1], start=1):
        cell.font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = 24
    for row in rows:
        title = titles.get(row.category, "")
        page.append([row.name, row.category, title, row.note, row.area, row.source, row.from_on.isoformat()])
        page.cell(row=page.max_row, column=2).number_format = "@"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, offices: Mapping[str, str], titles: Mapping[str, str]) -> Read:
    """`offices`: name -> public id, of those in reach; `titles`: known codes. `BadInput` where it is no such table at all."""
    lines = _lines(content)
    places = _places(lines[0])
    rows: dict[tuple[str, str, str], tuple[str, Competent, dt.date | None]] = {}
    problems: list[str] = []
    for number, cells in enumerate(lines[1:], start=2):
        given = {name: _text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
        if not any(given.values()):
            continue
        given["category"] = _code(given.get("category", ""), titles)
        wrong = _wrong(given, offices, titles)
        key = (given["organisation"], given["category"], given.get("area", ""))
        if key in rows:
            wrong.append(_("this row stands in the table twice"))
        if wrong:
            problems.append(_("Row %(number)d: %(what)s.") % {"number": number, "what": _("; ").join(wrong)})
            continue
        says = Competent(given["category"], given["source"], given.get("note", ""), given.get("area", ""))
        rows[key] = (offices[given["organisation"]], says, _day(given.get("from", "")))
    return Read(tuple(rows.values()), tuple(problems))


def _lines(content: bytes) -> list[list[object]]:
    if len(content) > LARGEST:
        raise BadInput("file", _("The file is larger than 5 MB."), _("Save this one table in a new workbook."))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        lines: list[list[object]] = [list(line) for line in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        remedy = _("Save it as .xlsx and choose it again.")
        raise BadInput("file", _("This is no workbook that can be read."), remedy) from error
    if not lines:
        raise BadInput("file", _("The file is empty."), _("Download the table and fill that in."))
    if len(lines) > MOST_ROWS:
        raise BadInput("file", _("There are more than 5,000 rows."), _("Split the file by office."))
    return lines


def _places(head: Sequence[object]) -> dict[str, int]:
    titles = [_text(cell).lower() for cell in head]
    found: dict[str, int] = {}
    for name, headings in COLUMNS.items():
        at = next((titles.index(known.lower()) for known in headings if known.lower() in titles), None)
        if at is not None:
            found[name] = at
        elif name in ("organisation", "source"):
            raise BadInput(
                "file",
                _("There is no column “%(name)s”.") % {"name": headings[0]},
                _("Download the table and fill that in."),
            )
    return found


def _wrong(given: Mapping[str, str], offices: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    wrong = []
    if given["organisation"] not in offices:
        wrong.append(_("“%(name)s” is no office here") % {"name": given["organisation"]})
    if given["category"] not in titles:
        wrong.append(_("there is no subject with the code “%(code)s”") % {"code": given["category"]})
    if len(given["source"]) < 2:
        wrong.append(_("the text behind it is missing"))
    wrong += [
        _("“%(heading)s” is longer than %(limit)d characters") % {"heading": COLUMNS[name][0], "limit": limit}
        for name, limit in LONGEST.items()
        if len(given.get(name, "")) > limit
    ]
    try:
        _day(given.get("from", ""))
    except BadInput as error:
        wrong.append(str(error.message))
    return wrong


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # spreadsheets keep 12 as 12.0
    return "" if cell is None else " ".join(str(cell).split())


def _code(text: str, titles: Mapping[str, str]) -> str:
    """A spreadsheet that takes 06.01 for a number gives 6.01."""
    return text if text in titles or f"0{text}" not in titles else f"0{text}"


def _day(text: str) -> dt.date | None:
    try:
        found = dates.read(text, dt.UTC)
    except dates.NoDateError as error:
        message = _("“%(text)s” is no date") % {"text": text}
        raise BadInput("from", message, _("Write it like 2026-09-01.")) from error
    return found.date() if found else None
