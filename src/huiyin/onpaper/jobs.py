"""What runs by itself: the sets of the morning are made ready, and dropped after some days."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel.errors import HuiyinError

from . import paper
from .actions import making
from .queries import mornings


def make(now: dt.datetime) -> int:
    """One set from beginning to end; answers how many."""
    row = making.begin(now)
    if row is None:
        return 0
    try:
        pdf = paper.pdf(*mornings.read(row))
        ready = making.put_ready(row, pdf)
    except HuiyinError as error:
        making.give_up(row=row, error=error)
        return 1
    making.take_over(row=row, ready=ready)
    return 1


def forget(now: dt.datetime) -> int:
    return making.forget(now)
