"""The workbook to fill in: five empty sheets; each heading carries a note with an example."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .columns import ROLE_NAMES, SHEETS, Column

_LANGUAGE_PLACE = {"zh-hans": 0, "zh-hant": 1, "en": -1}


def template() -> bytes:
    """An .xlsx file with headings in the present language; columns that must be filled in are bold."""
    from openpyxl import Workbook  # here: it brings numpy along, which no other page needs
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    place = _LANGUAGE_PLACE.get(get_language() or "zh-hans", 0)
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        page = book.create_sheet(_pick(sheet.names, place))
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, start=1):
            cell = page.cell(row=1, column=number, value=_pick(column.headings, place))
            cell.font = Font(bold=column.required)
            page.column_dimensions[get_column_letter(number)].width = 22
            if note := _note(column, place):
                cell.comment = Comment(note, "Huiyin")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _note(column: Column, place: int) -> str:
    if column.key == "roles":
        return "、".join(_pick(names, place) for names in ROLE_NAMES.values())
    return _("For example: %(example)s") % {"example": column.example} if column.example else ""


def _pick(names: tuple[str, ...], place: int) -> str:
    """The name in the language; a column whose name is the same in both scripts has two names only."""
    return names[-1] if place == -1 else names[min(place, len(names) - 2)]
