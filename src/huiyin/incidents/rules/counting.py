"""Head-counts: which count of a group holds, where two disagree, and what they come to together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """One count, as it was given."""

    present: int
    missing: int
    ill: int
    sent_home: int
    at: dt.datetime
    author: str
    author_title: str

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return (self.present, self.missing, self.ill, self.sent_home)


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a group stands. `holds`: the latest count of the round. `against`: another one who counted last and differs."""

    holds: Figures | None
    against: Figures | None


def tally(counts: Sequence[Figures]) -> Tally:
    """Of the counts of one group in one round. Two who counted it, and whose last words differ, are shown both."""
    ordered = sorted(counts, key=lambda count: count.at)
    last_of_each = {count.author: count for count in ordered}
    holds = ordered[-1] if ordered else None
    others = [count for author, count in last_of_each.items() if holds is not None and author != holds.author]
    newest = max(others, key=lambda count: count.at, default=None)
    differs = holds is not None and newest is not None and newest.numbers != holds.numbers
    return Tally(holds, newest if differs else None)


def together(tallies: Iterable[Tally]) -> tuple[int, int, int, int, int]:
    """Groups counted; present, missing, ill, sent home."""
    held = [one.holds for one in tallies if one.holds is not None]
    sums = [sum(count.numbers[place] for count in held) for place in range(4)]
    return (len(held), sums[0], sums[1], sums[2], sums[3])
