"""A clause that no known words give away, compared with clauses that were judged before: which of them it reads like. The answer is a
question, never a verdict. The examples are data (`data/examples.tsv`), lawful ones among them; the same answer on every machine.
"""

from __future__ import annotations

import csv
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from huiyin.plans.checking.lawfulness.folding import fold
from huiyin.plans.checking.lawfulness.words import DATA

LAWFUL = ""
_SIZES = (2, 3)
_NEIGHBOURS = 15
_COMMON = 20
"""What stands in more than one of so many examples says nothing."""
_SHARE = 0.8
"""So much of what is nearest must be unlawful."""
_NEAR = 0.15
"""And one of that rule at least so near."""


@dataclass(frozen=True, slots=True)
class Example:
    """A clause of our own. `rule`: what it breaks, empty where it is lawful; `invites`: the rule whose words a lawful one uses."""

    rule: str
    invites: str
    text: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The rule that most of the nearest examples break, and the nearest of them."""

    rule: str
    example: str


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in the order of the file."""
    with (DATA / "examples.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Example(row["rule"] if row["is"] == "unlawful" else LAWFUL, row["rule"], row["clause"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def resembles(text: str) -> Resemblance | None:
    """What a folded clause reads like, where that is unlawful."""
    near = _nearest(text)
    weights = _weights(near)
    unlawful = {rule: weight for rule, weight in weights.items() if rule != LAWFUL}
    if not unlawful or sum(unlawful.values()) <= _SHARE * sum(weights.values()):
        return None
    rule = max(unlawful, key=lambda one: (unlawful[one], one))
    number, nearness = next(one for one in near if examples()[one[0]].rule == rule)
    return Resemblance(rule, examples()[number].text) if nearness >= _NEAR else None


def unlawful_share(text: str) -> float:
    """How much of what a folded clause reads like is unlawful: 0 to 1; 1 where it reads like nothing that was judged before."""
    weights = _weights(_nearest(text))
    whole = sum(weights.values())
    return 1 - weights[LAWFUL] / whole if whole else 1.0


def _nearest(text: str) -> list[tuple[int, float]]:
    """Number of an example and how near it is, the nearest first."""
    return heapq.nlargest(_NEIGHBOURS, _nearness(text).items(), key=lambda one: (one[1], -one[0]))


def _weights(near: Iterable[tuple[int, float]]) -> defaultdict[str, float]:
    """Rule -> how much speaks for it."""
    weights: defaultdict[str, float] = defaultdict(float)
    for number, nearness in near:
        weights[examples()[number].rule] += nearness * nearness
    return weights


def _nearness(text: str) -> dict[int, float]:
    """Number of an example -> cosine of the pieces that both have, rare ones weighing more."""
    rarity, index = _index()
    known = [piece for piece in _pieces(text) if piece in rarity]
    length = _length(rarity[piece] for piece in known)
    near: defaultdict[int, float] = defaultdict(float)
    for piece in sorted(known):
        weight = rarity[piece] / length
        for number, theirs in index[piece]:
            near[number] += weight * theirs
    return near


@cache
def _index() -> tuple[dict[str, float], dict[str, list[tuple[int, float]]]]:
    every = [_pieces(fold(one.text)) for one in examples()]
    count = Counter(piece for one in every for piece in one)
    rarity = {
        piece: math.log(len(every) / times) * math.sqrt(len(piece))
        for piece, times in count.items()
        if times * _COMMON < len(every)
    }
    index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, one in enumerate(every):
        rare = sorted(piece for piece in one if piece in rarity)
        length = _length(rarity[piece] for piece in rare)
        for piece in rare:
            index[piece].append((number, rarity[piece] / length))
    return rarity, index


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in weights)) or 1.0


def _pieces(text: str) -> set[str]:
    bare = text.strip("。；，")
    return {bare[at : at + size] for size in _SIZES for at in range(len(bare) - size + 1)}
