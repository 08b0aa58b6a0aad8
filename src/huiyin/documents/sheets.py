"""A letter in one language, ready to be shown or printed: page and paper are drawn from the same sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.web import dates

from . import rules

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    """`mark`: 一 or 1."""

    mark: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it, in the order in which it is read. `ways`: the way up, always last of what is told."""

    language: str
    letterhead: str
    title: str
    number: str
    day: str
    salutation: str
    opening: str
    sections: tuple[Section, ...]
    extra: str
    ways: Section | None
    closing: str
    signed: str
    contact: str
    check: str


def compose(
    words: Mapping[str, Mapping[str, Any]],
    language: str,
    *,
    number: str,
    at: dt.datetime,
    received_at: dt.datetime,
    zone: str,
    signed_by: str,
    parts: Sequence[tuple[str, str]],
    ways: Sequence[str] = (),
    check: str = "",
) -> Sheet:
    """`words`: the frame in which it went out. `parts`: (key of the heading, text); `ways`: in this language already."""
    own = words[language]
    with translation.override(language):
        opening = rules.filled(own["opening"], {"received_on": full_day(received_at, zone)})
        day = full_day(at, zone)
        mark = _("Check mark %s") % check if check else ""
    sections = tuple(
        Section(numeral(place, language), own["headings"].get(key, key), rules.tidy(text))
        for place, (key, text) in enumerate(parts)
    )
    up = (
        Section(numeral(len(sections), language), own["headings"]["recourse"], "\n".join(map(rules.tidy, ways)))
        if ways
        else None
    )
    return Sheet(
        language=language,
        letterhead=own["letterhead"],
        title=own["title"],
        number=number,
        day=day,
        salutation=own["salutation"],
        opening=opening,
        sections=sections,
        extra=own["extra"],
        ways=up,
        closing=own["closing"],
        signed=signed_by,
        contact=own["contact"],
        check=mark,
    )


def full_day(value: dt.date | dt.datetime, zone: str = "") -> str:
    """With its year: a letter is read in other years too."""
    return dates.day_text(value, zone, dt.date.min)


def numeral(place: int, language: str) -> str:
    """一、二、三 in Chinese, 1, 2, 3 elsewhere."""
    chinese = language.startswith("zh") and place < len(NUMERALS)
    return NUMERALS[place] if chinese else str(place + 1)
