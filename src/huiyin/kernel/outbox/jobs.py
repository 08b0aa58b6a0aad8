"""Delivery: lease a few notices in a short write, send outside of it, say so in another.

A worker killed between sending and saying so sends again when its lease ends, under the same key: twice is
better than never. Each try is a row. Notices to one recipient go in the order in which they were owed.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection as database
from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kernel import ids, ledger, store, time

from . import letters, rules, sending
from .models import OPEN, Attempt, Delivery, Notice, State
from .sending import SendError, Weight

BATCH = 10  # at most so many are sent twice when a worker is killed
ACTOR = "system:outbox"

_log = logging.getLogger("huiyin.outbox")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `outage`: our own mail server was not there, further rounds now are of no use."""

    taken: int = 0
    sent: int = 0
    dead: int = 0
    outage: bool = False


@dataclass(slots=True)
class _Try:
    notice: Notice
    message_id: str = ""
    failure: SendError | None = None


def deliver_once(now: dt.datetime | None = None, batch: int = BATCH) -> Round:
    """One round: at most `batch` notices, one a recipient. Safe from any number of workers."""
    leased = _lease(now or time.now(), batch)
    if not leased:
        return Round()
    tries = _send_all(leased)
    return _state_outcome(tries, now or time.now())


def deliver() -> int:
    """The worker's job: one round. Answers 0 in an outage too, so that the next one waits its time."""
    done = deliver_once()
    return 0 if done.outage else done.taken


def _lease(now: dt.datetime, batch: int) -> list[Notice]:
    if not _due(now).exists():
        return []  # the usual case: no write lock for an empty round
    token = ids.public_id()
    with store.write():
        rows = _due(now).order_by("next_attempt_at", "id")
        if database.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        chosen = [notice.pk for notice in rows[:batch]]
        Notice.objects.filter(pk__in=chosen).update(state=State.LEASED, lease=token, next_attempt_at=now + rules.LEASE)
    return list(Notice.objects.filter(pk__in=chosen, lease=token).order_by("id"))


def _due(now: dt.datetime) -> QuerySet[Notice]:
    """Owed, or leased by a worker that died; not while an earlier one to the same recipient is still open."""
    earlier = Notice.objects.filter(to=OuterRef("to"), state__in=OPEN, pk__lt=OuterRef("pk"))
    return Notice.objects.filter(state__in=OPEN, next_attempt_at__lte=now).exclude(Exists(earlier))


def _send_all(leased: Sequence[Notice]) -> list[_Try]:
    try:
        connection = sending.connect()
    except SendError as failure:
        return [_Try(notice, failure=failure) for notice in leased]
    tries = []
    for notice in leased:
        try:
            tries.append(_Try(notice, message_id=sending.send(notice, connection)))
        except SendError as failure:
            tries.append(_Try(notice, failure=failure))
    connection.close()
    return tries


def _state_outcome(tries: Sequence[_Try], at: dt.datetime) -> Round:
    with store.write():
        deliveries = [made for one in tries if not one.failure and (made := _delivered(one, at))]
        attempts = [_attempt(one, at) for one in tries]
        ledger.record(verb="outbox.deliver", actor=ACTOR, about=ACTOR, at=at, commits=[*deliveries, *attempts])
    for one in tries:
        if one.failure:
            _log.warning("notice %s, try %d: %s", one.notice.public_id, one.notice.attempts + 1, one.failure.reason)
    outage = any(one.failure is not None and one.failure.weight is Weight.OUTAGE for one in tries)
    return Round(len(tries), len(deliveries), sum(one.gave_up for one in attempts), outage)


def _delivered(one: _Try, at: dt.datetime) -> Delivery | None:
    """None where the lease had ended and another worker took over, or the notice was withdrawn meanwhile.

    What it said goes from the queue once it is out: it is in the case, and may hold a sign-in code.
    """
    notice = one.notice
    if not _ours(notice).update(
        state=State.DELIVERED, lease="", delivered_at=at, attempts=notice.attempts + 1, last_error="", context={}
    ):
        return None
    return Delivery.objects.create(notice=notice, channel=notice.channel, message_id=one.message_id, at=at)


def _attempt(one: _Try, at: dt.datetime) -> Attempt:
    """The try as a row, whoever holds the notice by now: that it went out twice shows by the key."""
    notice, failure = one.notice, one.failure
    return Attempt.objects.create(
        notice=notice,
        channel=notice.channel,
        key=letters.idempotence_key(notice),
        at=at,
        taken=failure is None,
        failure=failure.failure if failure else "",
        detail=failure.reason[:200] if failure else "",
        gave_up=failure is not None and _failed(notice, failure, at),
    )


def _failed(notice: Notice, failure: SendError, at: dt.datetime) -> bool:
    """Back off, or give up; answers whether it gave up."""
    attempts = notice.attempts + 1
    dead = rules.gives_up(
        attempts, permanent=failure.weight is Weight.PERMANENT, outage=failure.weight is Weight.OUTAGE
    )
    wait = rules.wait_after(attempts, random.random())  # noqa: S311  # spread, not secrecy
    changed = _ours(notice).update(
        state=State.DEAD if dead else State.OWED,
        lease="",
        attempts=attempts,
        next_attempt_at=at + wait,
        last_error=failure.reason[:200],
    )
    return dead and bool(changed)


def _ours(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice.pk, state=State.LEASED, lease=notice.lease)
