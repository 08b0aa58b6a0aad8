"""When to try again, when to give up, and what may not stand in a notice's context. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

MOST_ATTEMPTS = 14  # with the waits below about a day
MOST_IN_OUTAGE = 60  # our own mail server is away: about two weeks, longer than a holiday that nobody mends it in
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
LEASE = dt.timedelta(minutes=10)  # longer than a batch takes; then another worker may take over

# A telephone, identity or bank number, an e-mail address: they belong into the vault, never into a queue.
_ADDRESS = re.compile(
    r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)\d{15,18}[0-9Xx]?(?!\d)"
)


def wait_after(attempts: int, chance: float) -> dt.timedelta:
    """How long to wait after the `attempts`-th failure: anything up to a bound that doubles, at most six hours; `chance` (0 to 1) draws it.

    Drawn from the whole span, so that a thousand notices that failed together do not come back together.
    """
    return min(FIRST_WAIT * float(1 << min(attempts - 1, 20)), LONGEST_WAIT) * chance


def gives_up(attempts: int, *, permanent: bool, outage: bool) -> bool:
    """Whether a person must settle it now."""
    return permanent or attempts >= (MOST_IN_OUTAGE if outage else MOST_ATTEMPTS)


def without_addresses(value: Any) -> Any:
    """The context with every e-mail address and long number blanked: a net under callers, who should put none in."""
    if isinstance(value, str):
        return _ADDRESS.sub("…", value)
    if isinstance(value, dict):
        return {key: without_addresses(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_addresses(inner) for inner in value]
    return value
