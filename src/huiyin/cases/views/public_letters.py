"""A letter in words: its parts with headings in the reader's language, the way up last."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.citing import cite
from huiyin.cases.presenting import pick
from huiyin.cases.queries.telling import LetterPage
from huiyin.documents.sheets import Sheet, compose, full_day
from huiyin.web import dates


def sheet_of(page: LetterPage, language: str = "") -> Sheet:
    """As it was sent; what the office wrote stays in the language in which it was written."""
    language = language or get_language() or "zh-hans"
    with translation.override(language):
        return compose(
            page.words,
            language,
            number=page.number,
            at=page.at,
            received_at=page.received_at,
            zone=page.zone,
            signed_by=page.signed_by,
            parts=[(heading, _text(page, language, heading, text)) for heading, text in page.parts],
            ways=[_way(way) for way in page.recourse],
            check=page.check,
        )


def _way(way: dict[str, str]) -> str:
    """A way up with its article."""
    article = cite(way.get("source", ""), get_language() or "zh-hans")
    return pick(way) + _(" (%(article)s)") % {"article": article} if article else pick(way)


def _text(page: LetterPage, language: str, heading: str, text: str) -> str:
    """A date is kept as it is computed with, and read as people say it; the decision begins with what it comes to (条例 32)."""
    if heading == "when":
        return dates.moment_text(dt.datetime.fromisoformat(text), page.zone, dt.date.min)
    if heading == "due":
        return full_day(dt.date.fromisoformat(text))
    if heading == "decision" and page.outcome:
        outcome = page.words[language]["headings"].get(page.outcome, "")
        return f"{outcome}\n{text}" if outcome else text
    return text
