"""Delivery: lease a few notices in a short write, send outside of it, say so in another.

A worker killed between sending and saying so sends again when its lease ends, under the same key: twice is
better than never. Each try is a row. Notices to one recipient go in the order in which they were owed; alarms are
asked for by a job of their own, so that a gateway that hangs over ordinary ones does not hold them up.
"""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time

from . import leasing, outcomes, sending
from .outcomes import Round

BATCH = 10  # at most so many are sent twice when a worker is killed


def deliver_once(now: dt.datetime | None = None, batch: int = BATCH, *, alarms: bool | None = None) -> Round:
    """One round: at most `batch` notices, one a recipient. Safe from any number of workers."""
    leased = leasing.lease(now or time.now(), batch, alarms=alarms)
    if not leased:
        return Round()
    return outcomes.state(leased, sending.send_all(leased), now or time.now())


def deliver() -> int:
    """The worker's job: one round of what is no alarm. Answers 0 in an outage too, so that the next one waits its time."""
    done = deliver_once(alarms=False)
    return 0 if done.outage else done.taken


def deliver_alarms() -> int:
    """The worker's job for alarms. In an outage it goes on: another way may be open, and a breaker ends it."""
    return deliver_once(alarms=True).taken
