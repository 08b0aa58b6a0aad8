"""A printed sheet in words: what it is, and why it no longer holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import PrintedSheet
from .paper.folder import kinds
from .paper.rows import RowId
from .reprints import Reason, SheetLine


@dataclass(frozen=True, slots=True)
class SheetRow:
    """For the page. `number`: as it stands on the paper, with its check character."""

    sheet: PrintedSheet
    title: str
    number: str
    why: tuple[str, ...]


def row(line: SheetLine) -> SheetRow:
    sheet = line.sheet
    return SheetRow(sheet, title(sheet), str(RowId(sheet.code)), tuple(map(because, line.reasons)))


def title(sheet: PrintedSheet) -> str:
    """`Action card: reporter`, `Log sheet 2`."""
    name = kinds()[sheet.sheet_kind]
    if sheet.kind == "card":
        titles = {role["key"]: role["title"] for role in sheet.plan_version.document["roles"]}
        name = _("Action card: %(role)s") % {"role": titles.get(sheet.key, sheet.key)}
    elif sheet.key:
        name = f"{name} {sheet.key}"
    return _("[EXERCISE] %(title)s") % {"title": name} if sheet.exercise else name


def because(reason: Reason) -> str:
    posts = {"posts": ", ".join(reason.posts)}
    return {
        "version": _("Another version of the plan holds."),
        "edits": _("The draft was changed since."),
        "retired": _("The plan was retired."),
        "holder": _("Somebody else, or nobody, holds a post on it: %(posts)s.") % posts,
        "number": _("A number on it has changed: %(posts)s.") % posts,
        "drawings": _("The drawing or its marks have changed."),
        "classes": _("The classes have changed."),
    }[reason.why]
