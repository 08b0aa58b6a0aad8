"""The set of a day as PDF, the same words as on the page that prints it (`sheets.compose`)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from huiyin.documents.paper import fonts
from huiyin.documents.paper.setting import Setting, typeset

from .queries.day import Today
from .queries.sheets import Page
from .sheets import Part, Sheet, compose

FOLDER = Path(__file__).parent


def pdf(today: Today, page: Page) -> bytes:
    """In the language of the house. `Unavailable` where there is no Chinese font, or typst does not get on with it."""
    with translation.override(settings.LANGUAGE_CODE):
        sheet = compose(today, page)
    return typeset("day.typ", _data(sheet, settings.LANGUAGE_CODE), at=_midnight(today.date), folder=FOLDER)


def _midnight(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()


def _data(sheet: Sheet, language: str) -> dict[str, Any]:
    parts = [part for leaf in sheet.leaves for part in leaf]
    words = [word for part in parts for row in (part.columns, *part.rows) for word in row]
    words += [word for part in parts for word in (part.heading, part.note, part.empty)]
    setting = Setting([sheet.head, sheet.title, sheet.stands, *words])
    return {
        "language": language,
        "fonts": [*fonts.SANS[language], *fonts.SERIF["zh-hans"], *fonts.SERIF["zh-hant"]],
        "head": setting.pieces(sheet.head),
        "name": setting.line(sheet.title),
        "title": setting.pieces(sheet.title),
        "stands": setting.pieces(sheet.stands),
        "number": sheet.number,
        "leaves": [[_part(part, setting) for part in leaf] for leaf in sheet.leaves],
        "lacking": setting.notes(),
    }


def _part(part: Part, setting: Setting) -> dict[str, Any]:
    return {
        "key": part.key,
        "heading": setting.pieces(part.heading),
        "columns": [setting.pieces(one) for one in part.columns],
        "rows": [[setting.pieces(cell) for cell in row] for row in part.rows],
        "note": setting.pieces(part.note),
        "empty": setting.pieces(part.empty),
        "blank": part.blank,
    }
