"""The words that rules are recognised by, read from `data/` and made into regular expressions once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from huiyin.plans.checking.lawfulness.needs import Need, needs, pieces

DATA = Path(__file__).resolve().parent / "data"
_NAME = re.compile(r"(?<!\?P)<([a-z ]+)>")


class Words(BaseModel):
    """One way in which a rule is broken, as written in `triggers.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: str
    with_: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    about: Literal["complaints", "any"] = "complaints"
    lawful_within: Literal["clauses", "sentence", "paragraph"] = "clauses"
    weight: int = 3
    sure: bool = True


class Trigger:
    """`Words` made ready to search with; the expressions are compiled when they are first needed."""

    def __init__(self, rule: str, words: Words) -> None:
        self.rule = rule
        self.words = words
        self.forbids = re.search(r"不|禁|防止|杜绝|未", _expanded(words.act)) is not None
        self.about = words.about
        self.lawful_within = words.lawful_within
        self.weight = words.weight
        self.sure = words.sure
        self.needs = tuple(need for text in (words.act, *words.with_) for need in needs(text, _family_need))

    @cached_property
    def act(self) -> re.Pattern[str]:
        return pattern(self.words.act)

    @cached_property
    def needed(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(one) for one in self.words.with_)

    @cached_property
    def unless(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(one) for one in self.words.unless)


@cache
def families() -> dict[str, str]:
    """Family -> its alternatives as one regular expression."""
    with (DATA / "families.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {name: "(?:" + "|".join(family["words"]) + ")" for name, family in raw.items()}


@cache
def _family_need(name: str) -> Need | None:
    found = needs(families()[name], _family_need)
    return found[0] if found else None


def _expanded(text: str) -> str:
    """With the families put in for their names."""
    while _NAME.search(text):
        text = _NAME.sub(lambda found: families()[found[1]], text)
    return text


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression with the families put in for their names."""
    return re.compile(_expanded(text), re.IGNORECASE)


@cache
def triggers() -> tuple[Trigger, ...]:
    """All of them: the known wordings first, then those by their meaning."""
    return tuple(
        Trigger(rule, Words.model_validate({("with_" if key == "with" else key): value for key, value in one.items()}))
        for name in ("triggers.toml", "frames.toml")
        for rule, several in tomllib.loads((DATA / name).read_text(encoding="utf-8")).items()
        for one in several
    )


@cache
def _sieve() -> dict[str, list[tuple[int, int]]]:
    """Piece -> (number of a trigger, number of its need) that it meets."""
    index: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, trigger in enumerate(triggers()):
        if not trigger.needs:
            raise ValueError(f"{trigger.words.act} can match anything")
        for place, need in enumerate(trigger.needs):
            for piece in need:
                index[piece].append((number, place))
    return index


def possible(text: str) -> list[Trigger]:
    """The triggers that may be in a sentence, in their order: those of which every need is met."""
    met: set[tuple[int, int]] = set()
    index = _sieve()
    for piece in pieces(text):
        met.update(index.get(piece, ()))
    every = triggers()
    counts = Counter(number for number, _place in met)
    return [every[number] for number, count in sorted(counts.items()) if count == len(every[number].needs)]
