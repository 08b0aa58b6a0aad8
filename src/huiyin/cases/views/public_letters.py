"""A letter in words: its parts with headings in the reader's language, the way up last."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.citing import cite
from huiyin.cases.presenting import pick
from huiyin.cases.queries.telling import LetterPage
from huiyin.documents.sheets import Section, Sheet, compose, full_day
from huiyin.web import dates
from huiyin.web.components import Letter, LetterPart


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


def letter_words(sheet: Sheet) -> Letter:
    """For the page. A part that is still empty is marked in its place."""
    sections = [*sheet.sections, *([sheet.ways] if sheet.ways else [])]
    parts = [LetterPart(sheet.salutation, indented=False), LetterPart(sheet.opening)]
    for section in sections:
        if section is sheet.ways and sheet.extra:
            parts.append(LetterPart(sheet.extra))
        missing = "" if section.text.strip() else _("not written yet")
        parts.append(LetterPart(section.text, _numbered(section), missing))
    if sheet.extra and not sheet.ways:
        parts.append(LetterPart(sheet.extra))
    parts += [LetterPart(sheet.closing)] if sheet.closing else []
    foot = tuple(line for line in (*sheet.contact.splitlines(), sheet.check) if line)
    return Letter(sheet.title, tuple(parts), (sheet.signed, sheet.day), sheet.letterhead, sheet.number, foot)


def _numbered(section: Section) -> str:
    """`一、您的诉求。` in Chinese, `1. What you ask for. ` in English."""
    return _("%(mark)s. %(heading)s. ") % {"mark": section.mark, "heading": section.heading}


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
