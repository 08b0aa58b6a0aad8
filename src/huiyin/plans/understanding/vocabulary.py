"""The words of `vocabulary.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from huiyin.plans.schema import Kind, PartName

_FILE = Path(__file__).with_name("vocabulary.toml")
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class PartWords:
    """By which words a part is known. `ranks`: firm, plain, faint."""

    name: PartName
    ranks: tuple[re.Pattern[str], ...]
    body: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class KindWords:
    """By which words of the title, or else of the text, a kind is known."""

    name: Kind
    title: re.Pattern[str]
    text: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Pieces of patterns for roles."""

    heads: str
    members: str
    before: str
    not_names: re.Pattern[str]
    surnames: str
    table_headings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of them."""

    parts: tuple[PartWords, ...]
    kinds: tuple[KindWords, ...]
    roles: RoleWords
    title_endings: re.Pattern[str]
    law_titles: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The words, compiled."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    roles = data["roles"]
    return Vocabulary(
        parts=tuple(_part(one) for one in data["part"]),
        kinds=tuple(KindWords(one["name"], _any(one["title"]), _any(one.get("text", []))) for one in data["kind"]),
        roles=RoleWords(
            heads="|".join(roles["heads"]),
            members="|".join(roles["members"]),
            before=roles["before"],
            surnames=roles["surnames"],
            not_names=re.compile("|".join(roles["not_names"])),
            table_headings=frozenset(roles["table_headings"]),
        ),
        title_endings=re.compile(f"(?:{'|'.join(data['titles']['endings'])})$"),
        law_titles=_any(data["titles"]["law"]),
    )


def _part(one: dict[str, Any]) -> PartWords:
    ranks = tuple(_any(one.get(rank, [])) for rank in ("firm", "plain", "faint"))
    return PartWords(cast(PartName, one["name"]), ranks, _any(one.get("body", [])))


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(words)) if words else _NOTHING
