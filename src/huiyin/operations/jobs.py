"""What runs by itself: the one list of all jobs.

Each is a function without arguments that does one batch and answers how many things it did (None counts as 0). It is
idempotent and takes its own lease, so that any number of workers may run it at once. While it finds work it is asked
again at once; an empty answer waits `every` seconds of Huiyin's clock.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    function: str  # dotted path
    every: float  # seconds

    def load(self) -> Callable[[], int | None]:
        module, _, name = self.function.rpartition(".")
        found: Callable[[], int | None] = getattr(importlib.import_module(module), name)
        return found


HOUR = 3600.0

JOBS: tuple[Job, ...] = ()
