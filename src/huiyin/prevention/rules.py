"""What is decided about hazards: how long each may stay, what must be guarded at once, who may look, which places come again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

# The law wants hazards removed (突发事件应对法 35, 消防法 16) and gives no number of days: these are proposals of ours.
MEND_DAYS = {"grave": 3, "greater": 7, "ordinary": 15}
MEND_KEYS = {severity: f"prevention:{severity}" for severity in MEND_DAYS}
CHECK_DAYS, CHECK_KEY = 3, "prevention:check"
STILL_DAYS, STILL_KEY = 3, "prevention:still"
SORT_DAYS, SORT_KEY = 1, "prevention:sort"
SEVERITIES = tuple(MEND_DAYS)  # the gravest first
AGES = (7, 15, 30, 90)  # days up to which a bar of the chart of ages reaches
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
