"""A letter in words: its parts with headings in the reader's language, the way up last."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.citing import cite
from huiyin.cases.presenting import pick
from huiyin.cases.queries.telling import LetterPage
from huiyin.web import dates
from huiyin.web.components import Letter, LetterPart

HEADINGS: dict[str, str | Promise] = {
    "claim": gettext_lazy("What you ask for"),
    "facts": gettext_lazy("What was found, and why"),
    "decision": gettext_lazy("What is decided"),
    "basis": gettext_lazy("The basis"),
    "reason": gettext_lazy("The reason"),
    "due": gettext_lazy("The new date"),
    "path": gettext_lazy("Who handles it"),
    "procedure": gettext_lazy("How it is handled"),
    "competent": gettext_lazy("Who is competent"),
    "plan": gettext_lazy("What is done, by whom, by when"),
    "asked": gettext_lazy("What you asked for"),
    "outcome": gettext_lazy("What the review comes to"),
    "instructions": gettext_lazy("What the office must do now"),
    "panel": gettext_lazy("Who was on the panel"),
    "ways": gettext_lazy("What else is open to you"),
    "subject": gettext_lazy("What is talked about"),
    "within": gettext_lazy("What may be decided freely"),
    "why_hearing": gettext_lazy("Why a hearing is held"),
    "when": gettext_lazy("When"),
    "where": gettext_lazy("Where"),
    "moved": gettext_lazy("Why it was moved"),
    "other_side": gettext_lazy("The other side"),
    "who_comes": gettext_lazy("Who else comes"),
    "minutes": gettext_lazy("What was said"),
    "objection": gettext_lazy("Objection to the minutes"),
    "agreed": gettext_lazy("What is agreed"),
    "terms": gettext_lazy("Who does what by when"),
    "rights": gettext_lazy("Your rights"),
    "missing": gettext_lazy("What was not done"),
    "recourse": gettext_lazy("If you don't agree"),
}
NUMBERS = "一二三四五六七八九十"


def letter_words(page: LetterPage) -> Letter:
    """As it was sent; a letter's own words stay in the language in which they were written."""
    first = _("We received what you raised on %(day)s and tell you the following.") % {
        "day": dates.day_text(page.received_at, page.zone)
    }
    parts = [LetterPart(first)]
    for number, (heading, text) in enumerate(page.parts):
        parts.append(LetterPart(_text(heading, text, page.zone), numbered(number, str(HEADINGS.get(heading, heading)))))
    if page.recourse:
        ways = "\n".join(_way(way) for way in page.recourse)
        parts.append(LetterPart(ways, numbered(len(page.parts), str(HEADINGS["recourse"]))))
    return Letter(pick(page.title), tuple(parts), (page.signed_by, dates.day_text(page.at, page.zone)))


def numbered(number: int, heading: str) -> str:
    """`一、您的诉求。` in Chinese, `1. What you ask for. ` in English."""
    chinese = (get_language() or "").startswith("zh")
    mark = NUMBERS[number] if chinese and number < len(NUMBERS) else str(number + 1)
    return _("%(mark)s. %(heading)s. ") % {"mark": mark, "heading": heading}


def _way(way: dict[str, str]) -> str:
    """A way up with its article."""
    article = cite(way.get("source", ""), get_language() or "zh-hans")
    return pick(way) + _(" (%(article)s)") % {"article": article} if article else pick(way)


def _text(heading: str, text: str, zone: str) -> str:
    """A date is kept as it is computed with, and read as people say it."""
    if heading == "when":
        return dates.moment_text(dt.datetime.fromisoformat(text), zone)
    if heading != "due":
        return text
    return dates.day_text(dt.date.fromisoformat(text))
