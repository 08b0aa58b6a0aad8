"""Class lists for the head-count, and blank log sheets. No name stands on them that Huiyin does not hold: it holds no pupils."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import rows, words
from .facts import PaperPlan, SheetId

CLASSES_A_PAGE = 18
LOG_ROWS = 20


def class_list(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    """One page. Rows without a class are there to be written in."""
    names = {one.key: " ".join(filter(None, (_grade(one.grade, one.name), one.name))) for one in plan.classes}
    return {
        "title": words.title(plan, _("Head-count by class")),
        "columns": [
            pgettext("paper", "Row"), pgettext("paper", "Class"), pgettext("paper", "Should be"), pgettext("paper", "Present"), pgettext("paper", "Missing"), pgettext("paper", "Ill or hurt"), pgettext("paper", "Sent home"),
            _("Who is missing, last seen where; who went home, with whom, when"), _("Counted by, at"),
        ],
        "rows": [[str(rows.RowId(sheet.code, place)), names.get(key, "")] for place, key in enumerate(sheet.rows, 1)],
        "notes": [
            _("Count twice. Say three numbers to whoever leads: present, missing, sent home. One is missing: say so at once."),
            _("What is written here about people is for this response alone, and is destroyed after it."),
        ],
        "total": pgettext("paper", "Together"),
    }  # fmt: skip


def log_sheet(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    """One page of numbered, empty rows."""
    return {
        "title": words.title(plan, _("Log sheet")),
        "begun": " ".join(words.named(label, words.BLANK) for label in (_("Begun on"), _("Written by"), pgettext("paper", "Place"))),
        "columns": [pgettext("paper", "Row"), pgettext("paper", "Time"), pgettext("paper", "Who"), _("What was seen or done"), _("Told to, at")],
        "rows": [str(rows.RowId(sheet.code, place)) for place in range(1, LOG_ROWS + 1)],
        "notes": [
            _("Facts only, each with its time. What is wrong is not painted over: a new row corrects it, with the number of the row."),
            _("Afterwards the rows are typed in with their numbers and their own times."),
        ],
    }  # fmt: skip


def _grade(grade: str, name: str) -> str:
    return "" if name.startswith(grade) else grade
