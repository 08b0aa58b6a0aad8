"""Delivery: lease a batch of notices in a short write, send outside of it, say so in another.

A worker killed between sending and saying so sends again when its lease ends, under the same key: twice is
better than never. A lease is short and held while its worker lives, so that an alarm does not wait long for a dead one. Each try
is a row. Notices to one recipient go in the order in which they were owed; alarms are asked for by a job of their own, so that
a gateway that hangs over ordinary ones does not hold them up.
"""

from __future__ import annotations

import datetime as dt
import time as monotonic
from collections import deque

from huiyin.kernel import time

from . import leasing, outcomes
from .models import Notice
from .outcomes import Round
from .sending import Hands, Sending

BATCH = 200
UNDER_WAY = 2  # batches of alarms at once: at most so many are sent twice when a worker is killed
ROUND = 3.0  # seconds after which a round of the job for alarms begins no further batch: what else the worker does waits meanwhile


def deliver_once(now: dt.datetime | None = None, batch: int = BATCH, *, alarms: bool | None = None) -> Round:
    """One round: at most `batch` notices, one a recipient. Safe from any number of workers."""
    leased = leasing.lease(now or time.now(), batch, alarms=alarms)
    if not leased:
        return Round()
    hands = Hands()
    tries = Sending(leased, hands).finished(lambda: leasing.hold(leased))
    hands.close()
    return outcomes.state(leased, tries, now or time.now())


def deliver() -> int:
    """The worker's job: one round of what is no alarm. Answers 0 in an outage too, so that the next one waits its time."""
    done = deliver_once(alarms=False)
    return 0 if done.outage else done.taken


def deliver_alarms() -> int:
    """The worker's job for alarms: while one batch is written down, the next is on its way.

    In an outage it goes on: another way may be open, and a breaker ends it.
    """
    under_way, hands, taken = deque[tuple[list[Notice], Sending]](), Hands(), 0
    ends = monotonic.monotonic() + ROUND
    while True:
        while len(under_way) < UNDER_WAY and monotonic.monotonic() < ends:
            leased = leasing.lease(time.now(), BATCH, alarms=True)
            if not leased:
                break
            taken += len(leased)
            under_way.append((leased, Sending(leased, hands)))
        if not under_way:
            break
        tries = under_way[0][1].finished(lambda: leasing.hold(one for leased, _sending in under_way for one in leased))
        outcomes.state(under_way.popleft()[0], tries, time.now())
    hands.close()
    return taken
