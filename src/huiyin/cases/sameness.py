"""How alike two cases are: by the masked words that the index holds, by category and by day. Never by who wrote. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FEWEST = 8  # pairs of characters, below which a text says too little to compare
ALIKE = 45  # percent from which a clerk is asked
SAME_CATEGORY, OTHER_CATEGORY = 10, -15
WITHIN = dt.timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a case is compared. `words`: pairs of characters, without anybody's particulars."""

    words: frozenset[str]
    category: int | None
    received_at: dt.datetime


def matter_of(indexed: str, category: int | None, received_at: dt.datetime) -> Matter:
    """The index's words without the number of the case, and without what stands alone at the end of a run."""
    return Matter(
        frozenset(word for word in indexed.split() if len(word) == 2 and not word.isascii()), category, received_at
    )


def likeness(one: Matter, other: Matter) -> int:
    """0 to 100: the part of the shorter text that the longer one has too, and whether they were put in one category."""
    shorter = min(len(one.words), len(other.words))
    if shorter < FEWEST or abs(one.received_at - other.received_at) > WITHIN:
        return 0
    score = round(100 * len(one.words & other.words) / shorter)
    if one.category is not None and other.category is not None:
        score += SAME_CATEGORY if one.category == other.category else OTHER_CATEGORY
    return max(0, min(100, score))
