"""The fairest roster in the time there is: first that every seat is taken, then that the weights differ as little as possible."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from . import explaining
from .model import MANY, Model, Solved, build
from .problem import Answer, Place, Problem, rules_of

Tell = Callable[[str, int, int], None]  # what is done, the best so far, what no roster can be below
HALF = 0.001  # that a number which should be whole may be off
UNKNOWN = 1e9  # what the solver says where it has no number yet
SHORTEST = 0.5  # seconds below which it is not worth to begin
ONE_TRY = 5.0
MARGINS = ((0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2))  # below the mean, above it
LAST_TOUCH = 8.0  # kept for nights and rest days


def nothing_told(_stage: str, _value: int, _bound: int) -> None:
    """Where nobody listens."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What is shared among people: of the seats that they can take the weight, with what each did before.

    `most`, `least`: the columns of the most and the least that anybody has, whose difference is to be small.
    """

    people: dict[str, tuple[int, list[tuple[int, float]]]]
    most: int
    least: int

    def mean(self, values: Sequence[float]) -> float:
        return sum(self._each(values)) / len(self.people)

    def reach(self, values: Sequence[float]) -> tuple[float, float]:
        """The most and the least, as it stands."""
        return max(self._each(values)), min(self._each(values))

    def _each(self, values: Sequence[float]) -> list[float]:
        return [
            before + sum(values[column] * weight for column, weight in seats) for before, seats in self.people.values()
        ]


def solve(problem: Problem, tell: Tell = nothing_told) -> Answer:
    """`impossible` names the fewest rules that collide; with `gaps` some seats may stay empty instead, as few as can be."""
    began = time.monotonic()

    def left() -> float:
        return problem.seconds - (time.monotonic() - began)

    model = build(problem, problem.slots, rules_of(problem, problem.slots), gaps=problem.gaps)
    tell("seats", 0, 0)
    model.aim((one, 1.0) for one in model.slack)
    first = model.solve(left())
    if first.state == "infeasible":
        tell("rules", 0, 0)
        return Answer("impossible", rules=explaining.explain(problem), seconds=_tenths(began))
    if not first.found:
        return Answer("unknown", seconds=_tenths(began))
    missing, missing_bound = (round(first.value), _whole(first.bound)) if model.slack else (0, 0)
    if model.slack:
        model.row(0, missing, [(one, 1.0) for one in model.slack])
    shares = _weights(problem, model)
    near = _near_the_mean(model, shares, first, left)
    fair = _least_differing(model, shares, near, left() - LAST_TOUCH, lambda value, bound: tell("fair", value, bound))
    tell("even", 0, 0)
    even = _near_the_mean(model, _rests(problem, model), fair, left)
    return Answer(
        "found", model.places(even.values), round(fair.value), max(_whole(fair.bound), 0), missing, missing_bound, _tenths(began)
    )  # fmt: skip


def _tenths(began: float) -> float:
    return max(round(time.monotonic() - began, 1), 0.1)


def _whole(number: float) -> int:
    return ceil(number - HALF) if abs(number) < UNKNOWN else 0


def _near_the_mean(model: Model, shares: list[_Share], before: Solved, left: Callable[[], float]) -> Solved:
    """Each share in turn next to its mean, or one or two away: found or refuted at once, where the least difference takes long."""
    standing = _with_reach(model, shares, before)
    free = [(column, model.lows[column], model.highs[column]) for one in shares for column in (one.most, one.least)]
    model.aim(())
    for column, _low, _high in free:
        model.lows[column], model.highs[column] = 0, MANY
    for one in shares:
        mean = one.mean(standing.values)
        for below, above in MARGINS:
            model.highs[one.most], model.lows[one.least] = ceil(mean - HALF) + above, max(floor(mean + HALF) - below, 0)
            found = model.solve(min(left(), ONE_TRY)) if left() > SHORTEST else standing
            if found.state == "solved":
                standing = found
                break
        else:
            model.highs[one.most], model.lows[one.least] = MANY, 0
    for column, low, high in free:
        model.lows[column], model.highs[column] = low, high
    return standing


def _least_differing(
    model: Model, shares: list[_Share], before: Solved, seconds: float, tell: Callable[[int, int], None]
) -> Solved:
    """The differences as small as can be in the time; they stay so in what follows."""
    standing = _with_reach(model, shares, before)
    terms = [term for one in shares for term in ((one.most, 1.0), (one.least, -1.0))]
    value = sum(standing.values[column] * factor for column, factor in terms)
    found = Solved("stopped", standing.values, value, 0.0)
    if terms and seconds > SHORTEST:
        model.aim(terms)
        solved = model.solve(
            seconds, start=standing.values, progress=lambda now, bound: tell(_whole(now), _whole(bound))
        )
        found = solved if solved.found and solved.value <= value + HALF else found
    if terms:
        model.row(-MANY, round(found.value), terms)
    return found


def _with_reach(model: Model, shares: list[_Share], before: Solved) -> Solved:
    """What was found, with the columns that were added since."""
    values = [*before.values, *([0.0] * (len(model.lows) - len(before.values)))]
    for one in shares:
        values[one.most], values[one.least] = one.reach(values)
    return replace(before, values=tuple(values))


def _weights(problem: Problem, model: Model) -> list[_Share]:
    """Being in charge is shared among who leads, serving among who serves: by weight, with what was done before in the year."""
    found = []
    for leads in (True, False):
        people = [one for one in problem.people if (one.leads if leads else one.serves)]
        before = {one.key: one.led if leads else one.served for one in people}
        total = sum(before.values()) + sum(one.weight * (one.leader if leads else one.people) for one in problem.slots)
        weights = {one.key: one.weight for one in problem.slots}
        found += _share(model, before, weights, leads=leads, total=None if problem.gaps else total)
    return found


def _rests(problem: Problem, model: Model) -> list[_Share]:
    """Nights and rest days by number, of this roster alone: a last touch, without a bound."""
    found = []
    for leads in (True, False):
        before = {one.key: 0 for one in problem.people if (one.leads if leads else one.serves)}
        for counted in (
            {one.key: 1 for one in problem.slots if one.night},
            {one.key: 1 for one in problem.slots if one.rest_day},
        ):
            found += _share(model, before, counted, leads=leads)
    return found


def _share(
    model: Model, before: dict[str, int], weights: dict[str, int], *, leads: bool, total: int | None = None
) -> list[_Share]:
    """`total`: where it is known nobody's most is below the mean, and nobody's least above it. Empty: nothing is to be shared."""
    seats: dict[str, list[tuple[int, float]]] = {key: [] for key in before}
    for (slot, who, in_charge), column in model.seats.items():
        if in_charge == leads and slot in weights and who in seats:
            seats[who].append((column, float(weights[slot])))
    if not any(seats.values()):
        return []
    low, high = (0, MANY) if total is None else (-(-total // len(before)), total // len(before))
    most, least = model.column(low, MANY), model.column(0, high)
    for key, found in seats.items():
        against = [(column, -weight) for column, weight in found]
        model.row(before[key], MANY, [(most, 1.0), *against])
        model.row(-MANY, before[key], [(least, 1.0), *against])
    return [_Share({key: (before[key], found) for key, found in seats.items()}, most, least)]


def loads_of(problem: Problem, places: tuple[Place, ...]) -> Counter[tuple[str, bool]]:
    """The weight that each has, with what was done before: by person and whether in charge."""
    weights = {one.key: one.weight for one in problem.slots}
    found: Counter[tuple[str, bool]] = Counter()
    for who in problem.people:
        found[who.key, True], found[who.key, False] = who.led, who.served
    for one in places:
        found[one.who, one.leads] += weights[one.slot]
    return found
