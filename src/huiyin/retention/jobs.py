"""What runs by itself: whose time is over is looked for each night; what was confirmed is destroyed, a thing at a time."""

from __future__ import annotations

import datetime as dt

from .actions import destroying, looking


def look(now: dt.datetime) -> int:
    return looking.look(now)


def destroy(now: dt.datetime) -> int:
    return destroying.destroy(now)
