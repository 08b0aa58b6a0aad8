"""A row of a catalogue as this room keeps it: its columns by the names that archives use, its title without anybody's particulars. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.masking import mask

KNOWN: Mapping[str, tuple[str, ...]] = {
    "code": ("档号", "檔號", "案卷号", "案卷號", "卷号", "卷號", "编号", "編號", "code", "reference", "number"),
    "title": ("题名", "題名", "案卷题名", "案卷題名", "标题", "標題", "名称", "title"),
    "year": ("年度", "年份", "年", "归档年度", "歸檔年度", "year"),
    "keep": ("保管期限", "保管年限", "期限", "retention"),
    "pages": ("页数", "頁數", "张数", "張數", "件数", "pages"),
    "place": ("存放位置", "存放地点", "存放地點", "柜号", "库房", "location"),
    "scan": ("扫描件", "掃描件", "文件", "文件名", "电子文件", "電子文件", "file", "scan"),
    "person": (
        "姓名",
        "当事人",
        "當事人",
        "来访人",
        "來訪人",
        "信访人",
        "信訪人",
        "责任者",
        "責任者",
        "name",
        "person",
    ),
}
HEADING_WITHIN = 20
LONGEST_CODE, LONGEST_TITLE, FIRST_YEAR, LAST_YEAR = 80, 300, 1900, 2200


@dataclass(frozen=True, slots=True)
class Row:
    """`scan`: name of the file that belongs to it."""

    code: str
    title: str
    year: int | None = None
    keep: str = ""
    pages: int | None = None
    place: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """`place`: file and row, and the column where it is one's fault."""

    place: str
    reason: str


def columns(heading: Sequence[object]) -> dict[str, int]:
    """Field -> column, where the heading has both the number and the title; empty else."""
    names = [_plain(cell) for cell in heading]
    found = {
        field: next((names.index(_plain(one)) for one in words if _plain(one) in names), -1)
        for field, words in KNOWN.items()
    }
    found = {field: place for field, place in found.items() if place >= 0}
    return found if {"code", "title"} <= set(found) else {}


def read(cells: Sequence[object], where: Mapping[str, int], place: str) -> Row | Reject:
    """`place`: how the row is named to who mends it."""

    def told(field: str) -> str:
        column = where.get(field, -1)
        return _text(cells[column]) if 0 <= column < len(cells) else ""

    code, title = told("code"), told("title")
    if not code:
        return Reject(place, _("It has no number (档号)."))
    if not title:
        return Reject(place, _("It has no title (题名)."))
    if len(code) > LONGEST_CODE or len(title) > LONGEST_TITLE:
        return Reject(place, _("Its number or title is too long (%(code)d and %(title)d characters).") % {"code": LONGEST_CODE, "title": LONGEST_TITLE})  # fmt: skip
    year = _number(told("year"))
    if told("year") and (year is None or not FIRST_YEAR <= year <= LAST_YEAR):
        return Reject(place, _("“%s” is no year.") % told("year"))
    pages = _number(told("pages"))
    if told("pages") and pages is None:
        return Reject(place, _("“%s” is no number of pages.") % told("pages"))
    return Row(mask(code) if _holds_number(code) else code, masked(title, told("person")), year, told("keep")[:40], pages, told("place")[:120], told("scan"))  # fmt: skip


def masked(title: str, persons: str = "") -> str:
    """Without the persons whom the catalogue names beside it, and without numbers of persons. Their column is kept nowhere."""
    for name in re.split(r"[、,，;；/\s]+", persons):
        title = mask(title, Identity(name=name) if name else None)
    return mask(title)[:LONGEST_TITLE]


def _holds_number(code: str) -> bool:
    return mask(code) != unicodedata.normalize("NFKC", code)


def _plain(cell: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell or ""))).lower()


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())


def _number(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,6})(?:年|页|頁|张|張|件)?", text)
    return int(found[1]) if found else None
