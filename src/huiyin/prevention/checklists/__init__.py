"""Lists to go round with, written for this project: each item names the article that it follows from, or is the office's own (本单位自定).

`<name>.toml`: title, how often is proposed, items. Traditional Chinese is made by words when it is asked for. Things and places, never persons.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import traditional
from huiyin.kernel.errors import BadInput

FOLDER = Path(__file__).resolve().parent
ORDER = (
    "fire", "food", "surroundings", "dangerous-goods", "buildings", "bus", "dormitory", "network", "playground", "promises",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """`law`: its article; empty where the rule is the office's own."""

    key: str
    text: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Starter:
    """A list to begin from. `every`: how often is proposed (`rules.EVERY`)."""

    name: str
    title: str
    every: str
    items: tuple[Item, ...]


@cache
def load(name: str, language: str = "zh-hans") -> Starter:
    """In Simplified or Traditional Chinese. BadInput where there is none of that name."""
    if name not in ORDER:
        raise BadInput("checklist", _("There is no such list."), _("Choose one of the list."))
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    say = traditional.by_words if language == "zh-hant" else str
    items = tuple(Item(one["key"], say(one["text"]), say(one.get("law", ""))) for one in found["items"])
    return Starter(name, say(found["title"]), found["every"], items)


def every_one(language: str = "zh-hans") -> tuple[Starter, ...]:
    return tuple(load(name, language) for name in ORDER)
