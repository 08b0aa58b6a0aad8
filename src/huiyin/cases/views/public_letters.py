"""A letter in words: its parts with headings in the reader's language, the way up last."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.presenting import pick
from huiyin.cases.queries.telling import LetterPage
from huiyin.documents.sheets import Sheet, compose, full_day
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.clocks.words import length_text
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
    if heading in ("due", "answer_by", "report_on"):
        return full_day(dt.date.fromisoformat(text))
    if heading == "rests_on":
        return "\n".join(map(_rests_on, json.loads(text)))
    if heading == "decision" and page.outcome:
        outcome = page.words[language]["headings"].get(page.outcome, "")
        return f"{outcome}\n{text}" if outcome else text
    return text


def _rests_on(facts: dict[str, Any]) -> str:
    """One date: how it was counted when the letter went out, and the rule."""
    language = get_language() or "zh-hans"
    start, due = (full_day(dt.date.fromisoformat(facts[name])) for name in ("start", "due"))
    article = cite(facts["article"], language)
    rule = _("Rule: %(law)s, %(article)s.") % {"law": pick(facts["law"]), "article": article}
    if facts["own_rule"]:
        rule = _("It is the office's own rule, not a number of the law.")
    counted = _("%(length)s from %(fact)s on %(start)s, a day that does not count: until %(due)s.") % {
        "length": length_text(facts["length"], facts["unit"]), "fact": pick(facts["fact"]), "start": start, "due": due
    }  # fmt: skip
    moves = _("If holidays that are not published yet move it, we tell you.") if facts["provisional"] else ""
    return " ".join(filter(None, (counted, rule, moves)))
