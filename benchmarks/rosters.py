"""A roster for 80 people over a term: 126 days with a day and a night each, leaders in charge, absences, a training, what was done before.

Pure: the solver alone, as the worker's child process runs it. HUIYIN_BENCH_ROSTERS (default 5) drawn schools; the worst is said.
"""

from __future__ import annotations

import os
import random
import time

from benchmarks.figures import Figure
from huiyin.duty.solving.problem import Problem, Slot, Who
from huiyin.duty.solving.sharing import solve

ROSTERS = int(os.environ.get("HUIYIN_BENCH_ROSTERS", "5"))
DAYS, PEOPLE, LEADERS, DAY = 126, 80, 12, 24 * 60
GOAL = 60.0  # seconds


def main() -> list[Figure]:
    took, spread, bound, gap = [], [], [], []
    for seed in range(ROSTERS):
        began = time.perf_counter()
        answer = solve(term(seed))
        took.append(time.perf_counter() - began)
        assert answer.state == "found", answer
        spread.append(answer.spread)
        bound.append(answer.bound)
        gap.append(answer.spread - answer.bound)
    began = time.perf_counter()
    answer = solve(impossible())
    explained = time.perf_counter() - began
    assert answer.state == "impossible", answer
    return [
        Figure("a term for 80 people, slowest", max(took), "s", GOAL),
        Figure("  difference of weights, largest", max(spread), "weight"),
        Figure("  bound of that one", bound[spread.index(max(spread))], "weight"),
        Figure("  remaining gap to the bound, largest", max(gap), "weight"),
        Figure("an impossible term is explained", explained, "s", GOAL),
        Figure("  rules that collide", len(answer.rules), "rules"),
    ]


def term(seed: int) -> Problem:
    """A school of 80 drawn anew: 12 in charge (two of them serve too), every third trained in first aid, up to three absences each."""
    chance = random.Random(seed)
    slots = []
    for day in range(DAYS):
        rest = day % 7 in (5, 6)
        slots.append(Slot(f"d{day}", day * DAY + 450, day * DAY + 1080, (day,), 2, rest, "", 1 + rest, False, rest))
        weight = 2 + (day % 7 in (4, 5))
        slots.append(
            Slot(f"n{day}", day * DAY + 1080, (day + 1) * DAY + 450, (day, day + 1), 2, True, "aid", weight, True, rest)
        )
    people = tuple(_somebody(chance, number) for number in range(PEOPLE))
    return Problem(tuple(slots), people, 12 * 60, (("20", "21"), ("0", "30")), seconds=45.0)


def _somebody(chance: random.Random, number: int) -> Who:
    leads, serves = number < LEADERS, number >= LEADERS - 2
    away = tuple(
        (first, first + chance.randint(0, 9)) for first in (chance.randrange(DAYS) for _ in range(chance.randint(0, 3)))
    )
    trained = frozenset({"aid"} if chance.random() < 0.33 else ())
    led, served = (chance.randint(0, 6) if part else 0 for part in (leads, serves))
    return Who(f"p{number}", str(number), leads, serves, trained, (), away, led, served)


def impossible() -> Problem:
    """All who could be in charge are away on the same two days."""
    asked = term(0)
    people = tuple(
        Who(one.key, one.post, one.leads, one.serves, one.trained, (), (*one.away, (60, 61)), one.led, one.served) if one.leads else one
        for one in asked.people
    )  # fmt: skip
    return Problem(asked.slots, people, asked.rest, asked.apart, seconds=45.0)
