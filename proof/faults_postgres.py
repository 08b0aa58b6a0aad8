"""The schedules of `faults` with the data in PostgreSQL."""

from __future__ import annotations

import os

from huiyin.operations.testing import postgres
from proof import faults

TITLE = f"{faults.TITLE}, on PostgreSQL too"
CLAIM = "The same schedules and the same claims with a throw-away PostgreSQL below. Its own server is not among what is killed."
ROUNDS = 4
SCHEDULES = faults.SCHEDULES


def prove(seed: int, schedules: int = SCHEDULES) -> dict[str, float]:
    """One installation on a server of its own."""
    with postgres.throw_away() as server:
        os.environ["HUIYIN_TEST_DATABASE"] = server
        try:
            return faults.prove(seed, schedules)
        finally:
            del os.environ["HUIYIN_TEST_DATABASE"]
