"""Which numbers may be shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 5  # below it a number could point to somebody


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as a reader gets it: itself, "fewer than 5" (`small`), or nothing, where it would give a small one away."""

    value: int | None
    small: bool = False


def guarded(parts: Sequence[int]) -> list[Shown]:
    """The parts of a total that is shown. One small part alone could be reckoned from the rest: then another is held back."""
    small = [0 < part < SMALL for part in parts]
    held = list(small)
    if sum(small) == 1:
        others = [place for place, part in enumerate(parts) if part and not small[place]]
        if others:
            held[min(others, key=lambda place: parts[place])] = True
    return [Shown(None if held[place] else part, small[place]) for place, part in enumerate(parts)]


def single(number: int) -> Shown:
    """A number beside which no total stands."""
    return guarded([number])[0]
