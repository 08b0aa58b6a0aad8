"""The words that rules are recognised by, read from `data/` and made into regular expressions once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

DATA = Path(__file__).resolve().parent / "data"
_NAME = re.compile(r"(?<!\?P)<([a-z ]+)>")


class Words(BaseModel):
    """One way in which a rule is broken, as written in `triggers.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: str
    with_: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    about: Literal["complaints", "any"] = "complaints"
    lawful_within: Literal["clauses", "paragraph"] = "clauses"
    weight: int = 3
    sure: bool = True


class Trigger:
    """`Words` made ready to search with."""

    def __init__(self, rule: str, words: Words) -> None:
        self.rule = rule
        self.act = pattern(words.act)
        self.needed = tuple(pattern(one) for one in words.with_)
        self.unless = tuple(pattern(one) for one in words.unless)
        self.forbids = re.search(r"不|禁|防止|杜绝|未", self.act.pattern) is not None
        self.about = words.about
        self.lawful_within = words.lawful_within
        self.weight = words.weight
        self.sure = words.sure


@cache
def families() -> dict[str, str]:
    """Family -> its alternatives as one regular expression."""
    with (DATA / "families.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {name: "(?:" + "|".join(family["words"]) + ")" for name, family in raw.items()}


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression with the families put in for their names."""
    while _NAME.search(text):
        text = _NAME.sub(lambda found: families()[found[1]], text)
    return re.compile(text, re.IGNORECASE)


@cache
def triggers() -> tuple[Trigger, ...]:
    """All of them, in the order of the rules."""
    with (DATA / "triggers.toml").open("rb") as file:
        raw = tomllib.load(file)
    return tuple(
        Trigger(rule, Words.model_validate({("with_" if key == "with" else key): value for key, value in one.items()}))
        for rule, several in raw.items()
        for one in several
    )
