"""What runs by itself beside the clocks: what is thrown into an exercise comes on its minute."""

from __future__ import annotations

import datetime as dt

from .actions import drilling


def throw_in(now: dt.datetime) -> int:
    """One batch; answers how many."""
    return drilling.give_due_injects(now)
