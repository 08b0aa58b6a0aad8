"""Which office is competent for a matter, by the rows that the offices entered. Pure.

Two readings of one table: by subject (归口管理) the rows of the nearest category are asked first; by level (分级负责) the
lowest office among them is proposed. The others are named with why they come after it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Where = Literal["here", "below", "above", "elsewhere"]
NEAR = frozenset({"here", "below", "above"})
LEVELS: Mapping[str, int] = {"school": 0, "township": 1, "other": 1, "county-bureau": 2, "county": 3, "city": 4}


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the tree. `level`: 0 the lowest. `takes`: it is open and takes what people raise."""

    key: int
    path: str
    level: int = 0
    takes: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: who is competent for which category (empty: every subject), where, and when."""

    key: int
    office: int
    category: str
    area: str = ""
    from_on: dt.date = dt.date.min
    until_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class Fit:
    """A row that fits. `named`: a word of its area stands in what was said. `wider`: it is about more than the category."""

    rule: Rule
    where: Where
    named: bool
    wider: bool
    level: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """`best`: the lowest competent office; several where only the place could tell them apart."""

    best: tuple[Fit, ...] = ()
    others: tuple[Fit, ...] = ()


def covering(category: str) -> tuple[str, ...]:
    """The category and all above it, the nearest first, down to every subject: 06.01, 06, and the empty one."""
    parts = category.split(".") if category else []
    return tuple(".".join(parts[:length]) for length in range(len(parts), -1, -1))


def propose(
    rules: Iterable[Rule],
    offices: Mapping[int, Office],
    *,
    category: str,
    here: str,
    words: str,
    day: dt.date,
    excluded: Collection[int] = (),
) -> Proposal:
    """`here`: path of the office that asks. `words`: what was said, where an area is looked for. `excluded`: never proposed."""
    nearest = {code: rank for rank, code in enumerate(covering(category))}
    ranked: list[tuple[tuple[int, bool, bool, int], str, int, Fit]] = []
    for rule in rules:
        office = offices.get(rule.office)
        if office is None or not office.takes or rule.office in excluded:
            continue
        if rule.category not in nearest or not rule.holds(day):
            continue
        fit = Fit(
            rule=rule,
            where=_where(office.path, here),
            named=_named(rule.area, words),
            wider=nearest[rule.category] > 0,
            level=office.level,
        )
        rank = (nearest[rule.category], not fit.named, fit.where not in NEAR, fit.level)
        ranked.append((rank, office.path, rule.key, fit))
    ranked.sort(key=lambda one: one[:3])
    first: dict[int, tuple[tuple[int, bool, bool, int], Fit]] = {}
    for rank, _path, _key, fit in ranked:
        first.setdefault(fit.rule.office, (rank, fit))
    found = [fit for _rank, fit in first.values()]
    lowest = [fit for rank, fit in first.values() if rank == next(iter(first.values()))[0]]
    best = [fit for fit in lowest if fit.where == "here"] or lowest
    return Proposal(tuple(best), tuple(fit for fit in found if fit not in best))


def _where(path: str, here: str) -> Where:
    if path == here:
        return "here"
    if path.startswith(here):
        return "below"
    return "above" if here.startswith(path) else "elsewhere"


def _named(area: str, words: str) -> bool:
    said = words.casefold()
    return any(word in said for word in re.split(r"[、，,;；/\s]+", area.casefold()) if word)
