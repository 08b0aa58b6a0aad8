"""What a round of tries came to, said in one write: deliveries, tries, what is tried again, and how the gateways stand."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.kernel import ledger, store

from . import breaker, letters, rules, standings
from .gateways import SendError, Weight
from .models import Attempt, Delivery, Notice, State
from .sending import Try

ACTOR = "system:outbox"

_log = logging.getLogger("huiyin.outbox")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `outage`: a gateway was not there, further rounds now are of no use."""

    taken: int = 0
    sent: int = 0
    dead: int = 0
    outage: bool = False


def state(leased: Sequence[Notice], tries: Sequence[Try], at: dt.datetime) -> Round:
    """Write it all down."""
    with store.write():
        deliveries = [made for one in tries if not one.failure and (made := _delivered(one, at))]
        attempts = [_attempt(one, at) for one in tries]
        ledger.record(verb="outbox.deliver", actor=ACTOR, about=ACTOR, at=at, commits=[*deliveries, *attempts])
        _release(leased, tries, at)
        for one in tries:
            _stands(one, at)
    for one in tries:
        if one.failure:
            _log.warning("notice %s, try %d: %s", one.notice.public_id, one.notice.attempts + 1, one.failure.reason)
    outage = any(one.failure is not None and one.failure.weight is Weight.OUTAGE for one in tries)
    return Round(len(leased), len(deliveries), sum(one.gave_up for one in attempts), outage)


def _delivered(one: Try, at: dt.datetime) -> Delivery | None:
    """None where the lease had ended and another worker took over, or the notice was withdrawn meanwhile.

    What it said goes from the queue once it is out: it is in the case, and may hold a sign-in code.
    """
    notice = one.notice
    if not _ours(notice).update(
        state=State.DELIVERED, lease="", delivered_at=at, attempts=notice.attempts + 1, last_error="", context={}
    ):
        return None
    return Delivery.objects.create(notice=notice, channel=notice.channel, message_id=one.message_id, at=at)


def _attempt(one: Try, at: dt.datetime) -> Attempt:
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
    """Back off, go another way, or give up; answers whether it gave up."""
    permanent, outage = failure.weight is Weight.PERMANENT, failure.weight is Weight.OUTAGE
    attempts = notice.attempts + (not outage)
    ends = rules.gives_up(attempts, permanent=permanent, outage=outage, owed_for=at - notice.owed_at)
    change: dict[str, object] = {"state": State.OWED, "attempts": attempts, "next_attempt_at": at}
    if notice.ways and (ends or notice.alarm):
        channel, *ways = notice.ways
        change |= {"channel": channel, "ways": ways if ends else [*ways, notice.channel]}
        change["attempts"] = 0 if ends else attempts
    elif ends:
        change["state"] = State.DEAD
    if not ends and not outage and (not notice.alarm or attempts % (len(notice.ways) + 1) == 0):
        # An alarm waits once each of its ways was tried. In an outage it is the gateway that is waited for.
        chance = random.random()  # noqa: S311  # spread, not secrecy
        change["next_attempt_at"] = at + rules.wait_after(attempts, chance, alarm=notice.alarm)
    changed = _ours(notice).update(lease="", last_error=failure.reason[:200], **change)
    return change["state"] == State.DEAD and bool(changed)


def _release(leased: Sequence[Notice], tries: Sequence[Try], at: dt.datetime) -> None:
    """Those that were not tried, because their gateway failed before, are due as they were."""
    tried = {one.notice.pk for one in tries}
    for notice in leased:
        if notice.pk not in tried:
            _ours(notice).update(state=State.OWED, lease="", next_attempt_at=at)


def _stands(one: Try, at: dt.datetime) -> None:
    """What a try tells of its gateway: that it answers, whatever it answered; or that it is not there."""
    channel, failure = one.notice.channel, one.failure
    if failure is None or (failure.weight is not Weight.OUTAGE and failure.asked):
        standings.keep(channel, breaker.answered(standings.of(channel)))
    elif failure.weight is Weight.OUTAGE:
        standings.keep(channel, breaker.failed(standings.of(channel), at, random.random()))  # noqa: S311


def _ours(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice.pk, state=State.LEASED, lease=notice.lease)
