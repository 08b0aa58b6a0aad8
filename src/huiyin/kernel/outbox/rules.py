"""When to try again, when to give up, and what may not stand in a notice's context. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

MOST_ATTEMPTS = 14  # with the waits below about a day
LONGEST_OUTAGE = dt.timedelta(days=14)  # a gateway is away: longer than a holiday in which nobody mends it
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
FIRST_WAIT_OF_ALARM = dt.timedelta(seconds=5)
LONGEST_WAIT_OF_ALARM = dt.timedelta(minutes=2)
LEASE = dt.timedelta(seconds=8)  # held on to while a batch is sent; then another worker may take over

# A telephone, identity or bank number, an e-mail address: they belong into the vault, never into a queue.
_ADDRESS = re.compile(
    r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)\d{15,18}[0-9Xx]?(?!\d)"
)


def wait_after(attempts: int, chance: float, *, alarm: bool = False) -> dt.timedelta:
    """How long to wait after the `attempts`-th failure: anything up to a bound that doubles, at most six hours; `chance` (0 to 1) draws it.

    Drawn from the whole span, so that a thousand notices that failed together do not come back together. An alarm waits
    seconds, and at most two minutes.
    """
    first, longest = (FIRST_WAIT_OF_ALARM, LONGEST_WAIT_OF_ALARM) if alarm else (FIRST_WAIT, LONGEST_WAIT)
    return min(first * float(1 << min(attempts - 1, 20)), longest) * chance


def gives_up(attempts: int, *, permanent: bool, outage: bool, owed_for: dt.timedelta) -> bool:
    """Whether this way is at its end. While a gateway is away, tries do not count: only so much time."""
    return permanent or (owed_for >= LONGEST_OUTAGE if outage else attempts >= MOST_ATTEMPTS)


def other_way(channel: str, ways: Sequence[str], barred: Collection[str] = ()) -> tuple[str, list[str]] | None:
    """The next way that is not barred, and what comes after it, this one last; None where there is none."""
    found = next((way for way in ways if way not in barred), None)
    return None if found is None else (found, [*(way for way in ways if way != found), channel])


def after_quiet(now: dt.datetime, start: dt.time | None, end: dt.time | None, zone: str) -> dt.datetime:
    """The first moment from now on outside of the quiet hours, which may go over midnight; now, where there are none."""
    if start is None or end is None or start == end:
        return now
    here = now.astimezone(ZoneInfo(zone))
    clock = here.time()
    quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not quiet:
        return now
    day = here.date() + dt.timedelta(days=1 if clock >= end else 0)
    return max(now, dt.datetime.combine(day, end, ZoneInfo(zone)).astimezone(dt.UTC))


def without_addresses(value: Any) -> Any:
    """The context with every e-mail address and long number blanked: a net under callers, who should put none in."""
    if isinstance(value, str):
        return _ADDRESS.sub("…", value)
    if isinstance(value, dict):
        return {key: without_addresses(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_addresses(inner) for inner in value]
    return value
