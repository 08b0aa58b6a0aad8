"""What a round of tries came to, said in one write: deliveries, tries, what is tried again, and how the gateways stand."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection as database

from huiyin.kernel import columns, inserting, ledger, statements, store

from . import breaker, letters, rules, standings
from .gateways import SendError, Weight
from .models import Attempt, Delivery, Notice, State
from .sending import Try

ACTOR = "system:outbox"

_DELIVER = (
    f'UPDATE "{Notice._meta.db_table}" '  # noqa: S608  # our own model
    f"SET state = '{State.DELIVERED}', lease = '', delivered_at = %s, attempts = attempts + 1, last_error = '', context = '{{{{}}}}' "
    f"WHERE id {{}} AND state = '{State.LEASED}' AND lease = %s RETURNING id"
)

_log = logging.getLogger("huiyin.outbox")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `outage`: a gateway was not there, further rounds now are of no use."""

    taken: int = 0
    sent: int = 0
    dead: int = 0
    outage: bool = False


def state(leased: Sequence[Notice], tries: Sequence[Try], at: dt.datetime) -> Round:
    """Write it all down, with a few statements and one entry for the whole batch."""
    tried = [(one, letters.idempotence_key(one.notice)) for one in tries]
    taken = [one for one in tries if one.failure is None]
    with store.write():
        deliveries = _delivered(taken, at)
        sent = {one.notice.pk for one in taken}
        ours = _still_ours([one for one in leased if one.pk not in sent])
        attempts = [_attempt(one, key, one.notice.pk in ours, at) for one, key in tried]
        inserting.insert(attempts)
        ledger.record(verb="outbox.deliver", actor=ACTOR, about=ACTOR, at=at, commits=[*deliveries, *attempts])
        _release(ours - {one.notice.pk for one in tries}, at)
        _stand(tries, at)
    for one in tries:
        if one.failure:
            _log.warning("notice %s, try %d: %s", one.notice.public_id, one.notice.attempts + 1, one.failure.reason)
    outage = any(one.failure is not None and one.failure.weight is Weight.OUTAGE for one in tries)
    return Round(len(leased), len(deliveries), sum(one.gave_up for one in attempts), outage)


def _still_ours(leased: Sequence[Notice]) -> set[int]:
    """Without those whose lease had ended so that another worker took over, and those that were withdrawn meanwhile."""
    if not leased:
        return set()
    rows = Notice.objects.filter(
        pk__in=[one.pk for one in leased], state=State.LEASED, lease__in={one.lease for one in leased}
    )
    if database.features.has_select_for_update:
        rows = rows.select_for_update()
    return set(rows.values_list("pk", flat=True))


def _delivered(taken: Sequence[Try], at: dt.datetime) -> list[Delivery]:
    """Those of them that are still ours. What a notice said goes from the queue once it is out: it is in the case, and may hold a
    sign-in code.
    """
    by_lease = defaultdict[str, list[int]](list)
    for one in taken:
        by_lease[one.notice.lease].append(one.notice.pk)
    moment = store.database().ops.adapt_datetimefield_value(at)
    ours = set[int]()
    for lease, keys in by_lease.items():
        among, listed = columns.among(keys)
        ours.update(key for (key,) in statements.run(_DELIVER.format(among), [moment, listed, lease]))
    rows = [
        inserting.new(Delivery, notice=one.notice, channel=one.notice.channel, message_id=one.message_id, at=at)
        for one in taken
        if one.notice.pk in ours
    ]
    inserting.insert(rows)
    return rows


def _attempt(one: Try, key: str, ours: bool, at: dt.datetime) -> Attempt:
    """The try as a row, whoever holds the notice by now: that it went out twice shows by the key."""
    notice, failure = one.notice, one.failure
    return inserting.new(
        Attempt,
        notice=notice,
        channel=notice.channel,
        key=key,
        at=at,
        taken=failure is None,
        failure=str(failure.failure) if failure else "",
        detail=failure.reason[:200] if failure else "",
        gave_up=failure is not None and ours and _failed(notice, failure, at),
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
    Notice.objects.filter(pk=notice.pk).update(lease="", last_error=failure.reason[:200], **change)
    return change["state"] == State.DEAD


def _release(untried: Collection[int], at: dt.datetime) -> None:
    """Those that were not tried, because their gateway failed before or is slow, are due as they were."""
    Notice.objects.filter(pk__in=untried).update(state=State.OWED, lease="", next_attempt_at=at)


def _stand(tries: Sequence[Try], at: dt.datetime) -> None:
    """What a round tells of each gateway: that it answers, whatever it answered; or that, at the end, it was not there."""
    channels = {one.notice.channel for one in tries}
    before = standings.of_each(channels)
    for channel in channels:
        failures = [one.failure for one in tries if one.notice.channel == channel]
        standing = before[channel]
        if any(one is None or (one.weight is not Weight.OUTAGE and one.asked) for one in failures):
            standing = breaker.answered(standing)
        if any(one is not None and one.weight is Weight.OUTAGE for one in failures):
            standing = breaker.failed(standing, at, random.random())  # noqa: S311
        if standing != before[channel]:
            standings.keep(channel, standing)
