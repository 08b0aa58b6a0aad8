"""What runs by itself beside the clocks: a notice whose first day has come is told."""

from __future__ import annotations

import datetime as dt

from .actions import reading


def appear(now: dt.datetime) -> int:
    return reading.appear(now)
