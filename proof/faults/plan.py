"""What a schedule may hold, drawn by its seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

RECIPIENTS = 30
LENGTH = 1.3  # seconds of a schedule; the worker comes by for notices each second
VICTIMS = ("server", "worker", "watcher", "one of the server's", "everything")
FROZEN = ("server", "worker", "watcher", "one of the server's")
MODES = ("hang", "refuse", "late", "later", "lose", "twice", "rubbish")
STEPS = (30.0, 300.0, 1800.0, -20.0, -300.0)  # seconds by which the clock is set
KINDS = ("kill", "freeze", "mail", "mail", "web", "web", "clock", "full", "slow")


@dataclass(frozen=True, slots=True)
class Fault:
    """`at`: seconds after the schedule began; `length`: after so many it is over. `what`: which process, mode or step."""

    at: float
    kind: str
    what: str
    length: float


def drawn(chance: random.Random, *, full_disk: bool, slow_disk: bool) -> list[Fault]:
    """One to four faults, which may lie over each other."""
    kinds = [kind for kind in KINDS if (full_disk or kind != "full") and (slow_disk or kind != "slow")]
    return sorted(
        (_fault(chance, chance.choice(kinds)) for _number in range(chance.randint(1, 4))), key=lambda one: one.at
    )


def _fault(chance: random.Random, kind: str) -> Fault:
    gateway = kind in ("mail", "web")
    at = chance.uniform(0, LENGTH / (5 if gateway else 2))
    length = chance.uniform(LENGTH / 2, LENGTH) if gateway else chance.uniform(LENGTH / 10, LENGTH / 2)
    if kind == "kill":
        # All of it at once is begun anew by hand, which takes seconds: rarely.
        return Fault(at, kind, chance.choices(VICTIMS, (4, 5, 2, 3, 1))[0], 0.0)
    if kind == "freeze":
        return Fault(at, kind, chance.choice(FROZEN), length)
    if kind == "clock":
        return Fault(at, kind, str(chance.choice(STEPS)), 0.0)
    return Fault(at, kind, "" if kind in ("full", "slow") else chance.choice(MODES), length)
