"""Why there is no roster: the fewest rules that collide. Without any one of them the others could be kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from .model import build
from .problem import COVER, Problem, Rule, Slot, rules_of

DAY = 24 * 60
WINDOWS = (0, 2 * DAY, 7 * DAY, 28 * DAY)  # around a shift that stays empty, the narrowest first
ONE_LOOK = 10.0  # seconds
SECONDS = 40.0


class TimeOver(Exception):
    """Neither a roster nor a proof that there is none was found in time."""


def explain(problem: Problem, seconds: float = SECONDS) -> tuple[Rule, ...]:
    """A set of rules that can't all be kept, none of which can be taken away without that it could. Empty: the time was over."""
    ends = time.monotonic() + seconds
    try:
        return _explained(problem, lambda: ends - time.monotonic())
    except TimeOver:
        return ()


def _explained(problem: Problem, left: Callable[[], float]) -> tuple[Rule, ...]:
    for slots in _windows(problem, left):
        rules = [one for one in rules_of(problem, slots) if not (problem.gaps and one.kind in COVER)]
        if collide(problem, slots, rules, min(left(), ONE_LOOK)):
            return _fewest(problem, slots, rules, left)
    return ()


def collide(problem: Problem, slots: Sequence[Slot], rules: Sequence[Rule], seconds: float) -> bool:
    """Whether they can't all be kept."""
    found = build(problem, slots, rules).solve(seconds)
    if found.state == "nothing" or seconds <= 0:
        raise TimeOver
    return found.state == "infeasible"


def _windows(problem: Problem, left: Callable[[], float]) -> Iterator[list[Slot]]:
    """Shifts around one that stays empty whatever is done, wider and wider, in the end all."""
    empty = _empty(problem, left)
    for margin in WINDOWS if empty else ():
        low, high = empty[0].begins - margin, empty[0].ends + margin
        yield [one for one in problem.slots if one.begins < high and low < one.ends]
    yield list(problem.slots)


def _empty(problem: Problem, left: Callable[[], float]) -> list[Slot]:
    """Shifts on which somebody is missing where as few are missing as can be."""
    model = build(problem, problem.slots, rules_of(problem, problem.slots), gaps=True)
    model.aim((one, 1.0) for one in model.slack)
    found = model.solve(min(left(), 2 * ONE_LOOK))
    if not found.found:
        return []
    filled = {(one.slot, one.leads): 0 for one in model.places(found.values)}
    for one in model.places(found.values):
        filled[one.slot, one.leads] += 1
    trained = {(one.key, kind) for one in problem.people for kind in one.trained}
    able = {one.slot for one in model.places(found.values) for slot in problem.slots if slot.key == one.slot and (one.who, slot.training) in trained}  # fmt: skip
    return [
        one for one in problem.slots
        if filled.get((one.key, True), 0) < one.leader or filled.get((one.key, False), 0) < one.people or (one.training and one.key not in able)
    ]  # fmt: skip


def _fewest(problem: Problem, slots: Sequence[Slot], rules: list[Rule], left: Callable[[], float]) -> tuple[Rule, ...]:
    """Takes away halves, quarters, at last single rules, wherever what remains still collides."""
    size = max(len(rules) // 2, 1)
    while True:
        start = 0
        while start < len(rules):
            fewer = rules[:start] + rules[start + size :]
            if collide(problem, slots, fewer, min(left(), ONE_LOOK)):
                rules = fewer
            else:
                start += size
        if size == 1:
            return tuple(rules)
        size = max(min(size, len(rules)) // 2, 1)
