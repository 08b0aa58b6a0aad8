"""What a benchmark answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. With a `goal`, `better` says on which side of it is good; ratios of one run say more than seconds."""

    what: str
    value: float
    unit: str = ""
    goal: float | None = None
    better: Literal["more", "less"] = "less"

    @property
    def verdict(self) -> str:
        """ "" without a goal, else whether it is reached."""
        if self.goal is None:
            return ""
        reached = self.value <= self.goal if self.better == "less" else self.value >= self.goal
        return "reached" if reached else "MISSED"


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
