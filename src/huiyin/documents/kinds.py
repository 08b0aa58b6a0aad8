"""The kinds of letters. Rooms register theirs; whatever is registered has templates, a number series, page and paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANSWERED = _("We received what you raised on {received_on} and tell you the following.")
INFORMED = _("You are hereby informed.")
RECORDED = _("This is the record of what was said about what you raised on {received_on}.")
NOTHING_FOLLOWS = _("(Nothing follows.)")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`mark`: the word of its number series (字), as 答 in 临教信答〔2026〕12号. `parts`: what the case brings into it, by the
    keys of their headings. `opening`, `closing`: the standard first and last line; the opening names the day ({received_on})."""

    key: str
    title: str | Promise
    mark: str
    parts: tuple[str, ...] = ()
    closing: str | Promise = INFORMED
    opening: str | Promise = ANSWERED


_kinds: dict[str, LetterKind] = {}
_headings: dict[str, str | Promise] = {}


def register(kinds: Iterable[LetterKind], headings: dict[str, str | Promise] | None = None) -> None:
    """From a room's `apps.ready`. `headings`: the words for the keys of the parts of its letters."""
    for kind in kinds:
        _kinds[kind.key] = kind
    _headings.update(headings or {})


def find(key: str) -> LetterKind:
    """A kind; of a room that is gone: its key stands for it, so that its letters can still be read."""
    return _kinds.get(key) or LetterKind(key, key, "函")


def known(key: str) -> bool:
    return key in _kinds


def every() -> tuple[LetterKind, ...]:
    return tuple(_kinds.values())


def heading(key: str) -> str | Promise:
    return _headings.get(key, key)


def in_every_language(text: str | Promise) -> dict[str, str]:
    """A source string as it stands in each catalogue."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = str(text)
    return words
