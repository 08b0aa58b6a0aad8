"""What runs by itself beside the clocks: once an hour names are closed whose day is over, and readers are told that there is something new."""

from __future__ import annotations

import datetime as dt

from .actions import identity, late


def tell(now: dt.datetime) -> int:
    identity.end_over()
    return late.tell(now)
