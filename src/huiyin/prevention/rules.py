"""What is decided about hazards: how long each may stay, what must be guarded at once, who may look, which places come again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# The law wants hazards removed (突发事件应对法 35, 消防法 16) and gives no number of days: these are proposals of ours.
MEND_DAYS = {"grave": 3, "greater": 7, "ordinary": 15}
MEND_KEYS = {severity: f"prevention:{severity}" for severity in MEND_DAYS}
CHECK_DAYS, CHECK_KEY = 3, "prevention:check"
STILL_DAYS, STILL_KEY = 3, "prevention:still"
SORT_DAYS, SORT_KEY = 1, "prevention:sort"
CHARGE_DAYS, CHARGE_KEY = 7, "prevention:charge"
SEVERITIES = tuple(MEND_DAYS)  # the gravest first
EVERY = ("once", "workday", "week", "fortnight", "month", "quarter", "year")  # how often somebody goes round
MOST_ITEMS, LONGEST_ITEM = 60, 80
AGES = (7, 15, 30, 90)  # days up to which a bar of the chart of ages reaches
LONGEST_KEPT = 31  # days that a phone may keep what it could not send
REPEATS, REPEAT_DAYS = 2, 365  # so many hazards at one place within so many days


@dataclass(frozen=True, slots=True)
class Age:
    """A bar of the chart: open since `least` to `most` days (None: longer), how many of each severity."""

    least: int
    most: int | None
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def guarded_at_once(severity: str) -> bool:
    """A grave one is closed off, signed or guarded from the moment that it is registered."""
    return severity == "grave"


def goes_up(severity: str) -> bool:
    """Whether the office above is told when it is late; of the others the own head is."""
    return severity == "grave"


def may_check(fixer_account: int, checker_account: int) -> bool:
    """Who says that it is mended is not who looks whether it is, in whatever post either acts."""
    return fixer_account != checker_account


def ages(open_ones: Iterable[tuple[int, str]]) -> tuple[Age, ...]:
    """(days open, severity) of each open hazard -> the chart of ages."""
    counted: list[Counter[str]] = [Counter() for _bar in range(len(AGES) + 1)]
    for days, severity in open_ones:
        counted[sum(days > most for most in AGES)][severity] += 1
    least = (0, *(most + 1 for most in AGES))
    most = (*AGES, None)
    return tuple(
        Age(low, high, tuple(bar[severity] for severity in SEVERITIES))
        for low, high, bar in zip(least, most, counted, strict=True)
    )


def repeats(places: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Places at which hazards come again, the most often first."""
    counted = Counter(place.strip() for place in places if place.strip())
    found = [(place, number) for place, number in counted.items() if number >= REPEATS]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


_DAYS = {"week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
Later = Callable[[dt.date, int], dt.date]


def next_round(
    every: str, first_on: dt.date, last_on: dt.date, today: dt.date, *, months_later: Later, workdays_later: Later
) -> dt.date | None:
    """The first day of the series after `last_on` that has not passed; None where it was once.

    Months are counted from the first day of all, so that a round of the 31st does not slip to the 28th for ever.
    """
    if every == "once":
        return None
    day = last_on
    if every in _DAYS:
        step = dt.timedelta(days=_DAYS[every])
        missed = max((today - last_on) // step, 0)
        day = last_on + step * max(missed, 1)
        return day if day >= today else day + step
    if every == "workday":
        return workdays_later(max(last_on, today - dt.timedelta(days=1)), 1)
    number = 0
    while day <= last_on or day < today:
        number += _MONTHS[every]
        day = months_later(first_on, number)
    return day


def relisted(before: Sequence[Mapping[str, str]], lines: Iterable[str]) -> list[dict[str, str]]:
    """The items of a list that was typed anew, a line each. What stands as it stood keeps its key and its article; what was
    changed or added is the office's own: no article says it in these words."""
    known = {item["text"]: item for item in before}
    taken = {item["key"] for item in before}
    items: list[dict[str, str]] = []
    for text in dict.fromkeys(" ".join(line.split()) for line in lines):
        if not text:
            continue
        item = known.get(text)
        if item is None:
            number = next(one for one in range(1, 10_000) if f"own-{one}" not in taken)
            taken.add(f"own-{number}")
            item = {"key": f"own-{number}", "text": text, "law": ""}
        items.append(dict(item))
    return items


@dataclass(frozen=True, slots=True)
class LawfulCheck:
    """How many months a check holds at most, by which article. `cited`: as a page says it."""

    months: int
    law: dict[str, str]
    article: str
    cited: str


LAWFUL_CHECKS: Mapping[str, LawfulCheck] = {
    "fire": LawfulCheck(
        12, {"zh-hans": "《消防法》", "zh-hant": "《消防法》", "en": "Fire Protection Law"}, "art. 16", "消防法第16条"
    )
}
"""Kinds whose check the law asks for: fire facilities are tested whole each year, and the record is kept (消防法 16).
Of other things no term was seen in a text: it is what stands on the paper, or the office's own."""
