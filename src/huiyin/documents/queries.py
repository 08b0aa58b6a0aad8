"""What an office has worded, and the words around a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from huiyin.organisations.models import Organisation

from . import kinds, rules
from .models import Template

Words = dict[str, dict[str, Any]]
CODE_LANGUAGE = settings.LANGUAGE_CODE  # the word in numbers is kept once, beside the texts in the office's language


@dataclass(frozen=True, slots=True)
class Version:
    """One line of the list of versions."""

    version: int
    at: dt.datetime
    by: str
    pieces: Mapping[str, str]


def newest(organisation: Organisation, kind: str, language: str) -> Template | None:
    """The wording that later letters get."""
    return Template.objects.filter(organisation=organisation, kind=kind, language=language).order_by("-version").first()


def versions(organisation: Organisation, kind: str, language: str) -> list[Version]:
    """Who changed it, newest first; the last hundred."""
    rows = Template.objects.filter(organisation=organisation, kind=kind, language=language).order_by("-version")
    return [Version(row.version, row.at, row.changed_title, row.pieces) for row in rows[:100]]


def own_wordings(organisation: Organisation) -> set[tuple[str, str]]:
    """(kind, language) of what the office words itself now."""
    last: dict[tuple[str, str], bool] = {}
    for row in Template.objects.filter(organisation=organisation).order_by("version"):
        last[row.kind, row.language] = bool(row.pieces)
    return {place for place, own in last.items() if own}


def code_of(organisation: Organisation) -> str:
    """What numbers begin with; the same in every language."""
    row = newest(organisation, rules.EVERY_KIND, CODE_LANGUAGE)
    return (row.pieces.get("code", "") if row else "") or standard_code(organisation)


def standard_code(organisation: Organisation) -> str:
    return f"{organisation.short_name}信"


def wording_of(organisation: Organisation, kind: str, language: str) -> dict[str, str]:
    """Each piece as it holds now: the office's own words, else the standard text."""
    row = newest(organisation, kind, language)
    with translation.override(language):
        texts = standard(kind)
    if kind == rules.EVERY_KIND:
        texts["code"] = code_of(organisation)
    return {**texts, **(row.pieces if row else {})}


def standard(kind: str) -> dict[str, str]:
    """The standard text of each piece in the language that is set."""
    texts = {piece.name: str(piece.standard) for piece in rules.pieces(kind)}
    if kind != rules.EVERY_KIND:
        texts |= {"opening": str(kinds.find(kind).opening), "closing": str(kinds.find(kind).closing)}
    return texts


def frame_words(
    organisation: Organisation,
    kind: str,
    headings: Iterable[str],
    tried: Mapping[tuple[str, str], Mapping[str, str]] | None = None,
) -> Words:
    """Every word around a letter, in each language. `tried`: wordings that are looked at before they are saved."""
    rows: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in Template.objects.filter(organisation=organisation, kind__in=("", kind)).order_by("version"):
        rows[row.kind, row.language] = row.pieces
    rows.update(tried or {})
    place = {
        "office": organisation.name, "address": organisation.address, "phone": organisation.phone,
        "hours": organisation.opening_hours,
    }  # fmt: skip
    words: Words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts = {**standard(""), **rows.get(("", code), {}), **standard(kind), **rows.get((kind, code), {})}
            texts.pop("code", None)
            words[code] = {
                "title": str(kinds.find(kind).title),
                "headings": {key: str(kinds.heading(key)) for key in (*headings, "recourse")},
                **{name: rules.filled(text, place) for name, text in texts.items()},
            }
    return words
