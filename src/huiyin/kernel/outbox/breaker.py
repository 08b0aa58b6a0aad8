"""When a gateway is left alone. Closed: notices go. Open: none goes until `probe_at`. Half open: one is on its way, to see. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

TOLERATED = 3  # failures for everybody in a row
FIRST_PAUSE = dt.timedelta(seconds=15)
LONGEST_PAUSE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a gateway stands. `open_since` None: closed. `probing`: a probe is on its way, until `probe_at` at the latest."""

    failures: int = 0
    open_since: dt.datetime | None = None
    probe_at: dt.datetime | None = None
    probing: bool = False


def answered(_standing: Standing) -> Standing:
    """It took a notice, or refused one: it is there."""
    return Standing()


def failed(standing: Standing, at: dt.datetime, chance: float) -> Standing:
    """It failed for everybody. After some in a row it is left alone, longer each time; `chance` (0 to 1) spreads the probes."""
    failures = standing.failures + 1
    if failures < TOLERATED and standing.open_since is None:
        return replace(standing, failures=failures)
    bound = min(FIRST_PAUSE * float(1 << min(failures - TOLERATED, 20)), LONGEST_PAUSE)
    return Standing(failures, standing.open_since or at, at + bound / 2 + bound / 2 * chance)


def probed(standing: Standing, until: dt.datetime) -> Standing:
    """One notice is on its way, to see; a worker that died with it is forgotten after `until`."""
    return replace(standing, probing=True, probe_at=until)


def lets_through(standing: Standing, at: dt.datetime) -> int | None:
    """How many may go now; None: any number."""
    if standing.open_since is None:
        return None
    return 1 if standing.probe_at is not None and standing.probe_at <= at else 0
