"""Which notices go now: alarms first, in order for each recipient, none to a gateway that is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import connection as database

from huiyin.kernel import columns, ids, statements, store, time

from . import breaker, rules, standings
from .models import OPEN, Notice, State

_LEASE = (
    f'UPDATE "{Notice._meta.db_table}" '  # noqa: S608  # our own model
    f"SET state = '{State.LEASED}', lease = %s, next_attempt_at = %s WHERE id {{}}"
)

# Whose turn it is: not while an earlier one of its kind to the same recipient is still open. A question for each state and kind, whose
# text never changes: then an index has them in their order, the first hundred of ten thousand are found without looking at the
# others, and nothing is composed anew five times a second.
# `IN`: for a bare `alarm` SQLite takes no index. `+ 0`: where somebody ran ANALYZE, SQLite 3.40 answers `state IN (…) AND id < …` by an
# index with rows that are not meant, and then nothing would ever be due.
_TABLE = f'"{Notice._meta.db_table}"'
_TURN = (
    f"FROM {_TABLE} n WHERE n.state = %s AND n.alarm IN (%s) AND n.next_attempt_at <= %s "  # noqa: S608  # our own model
    f"AND NOT EXISTS (SELECT 1 FROM {_TABLE} e WHERE e.state IN ('{OPEN[0]}', '{OPEN[1]}') AND e.id + 0 < n.id "
    'AND e."to" = n."to" AND e.alarm = n.alarm)'
)
# `alarm` is the same for all of them; said here, the order is that of the index.
_IN_ORDER = "ORDER BY n.alarm, n.next_attempt_at, n.id LIMIT %s"

# PostgreSQL's figures lag behind: of ten thousand that were just owed it expects two, and would look at all of them with every batch
# to sort what the index has in order. And nobody waits for the disk: a lease that is lost with the server is owed as it was.
_FOR_THIS_LEASE = "SELECT set_config('enable_bitmapscan', 'off', true), set_config('synchronous_commit', 'off', true)"


def lease(now: dt.datetime, batch: int, *, alarms: bool | None = None) -> list[Notice]:
    """At most `batch` notices, one a recipient and kind, taken for this worker. `alarms`: these alone, or all but these."""
    kinds = (True, False) if alarms is None else (alarms,)
    if not any(statements.run(f"SELECT 1 {_TURN} LIMIT 1", due) for due in _due(now, kinds)):
        return []  # the usual case: no write lock for an empty round
    token = ids.public_id()
    with store.write():
        door = _Door(now)
        _go_round(now, door.barred)
        chosen = _chosen(now, kinds, door, batch)
        until = now + rules.LEASE
        among, keys = columns.among([one.pk for one in chosen])
        statements.run(_LEASE.format(among), [token, store.database().ops.adapt_datetimefield_value(until), keys])
    for one in chosen:
        one.state, one.lease, one.next_attempt_at = State.LEASED, token, until
    return chosen


def hold(leased: Iterable[Notice]) -> None:
    """Whoever leased them is alive and still at it."""
    leases = {one.lease for one in leased}
    with store.write():
        ours = Notice.objects.filter(state=State.LEASED, lease__in=leases)
        ours.update(next_attempt_at=time.now() + rules.LEASE)


def _chosen(now: dt.datetime, kinds: Iterable[bool], door: _Door, batch: int) -> list[Notice]:
    chosen = list[Notice]()
    if database.vendor == "postgresql":
        statements.run(_FOR_THIS_LEASE)
    barred = f"AND n.channel NOT IN ({', '.join(['%s'] * len(door.barred))}) " if door.barred else ""
    lock = " FOR UPDATE OF n SKIP LOCKED" if database.features.has_select_for_update_skip_locked else ""
    for due in _due(now, kinds):
        rows = Notice.objects.raw(
            f"SELECT n.* {_TURN} {barred}{_IN_ORDER}{lock}",
            [*due, *door.barred, batch - len(chosen)],
        )
        chosen += [notice for notice in rows if door.lets(notice.channel)]
    return chosen


def _due(now: dt.datetime, kinds: Iterable[bool]) -> Iterator[list[Any]]:
    """The values for `_TURN`: what a worker leased that died, then what is owed."""
    moment = store.database().ops.adapt_datetimefield_value(now)
    return ([state, alarm, moment] for alarm in kinds for state in (State.LEASED.value, State.OWED.value))


def _go_round(now: dt.datetime, barred: Collection[str]) -> None:
    """An alarm does not wait for a gateway that is away while another way is open."""
    waiting = Notice.objects.filter(alarm=True, state=State.OWED, channel__in=barred, next_attempt_at__lte=now)
    ways = {(channel, tuple(ways)) for channel, ways in waiting.values_list("channel", "ways").distinct()}
    for channel, after in ways:
        other = rules.other_way(channel, after, barred)
        if other is not None:
            waiting.filter(channel=channel, ways=list(after)).update(channel=other[0], ways=other[1])


class _Door:
    """Of a gateway that was left alone the first notice goes, to see; of any other all."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now
        self._probed = set[str]()
        self._failing = {channel: breaker.lets_through(one, now) for channel, one in standings.failing().items()}
        self.barred = {channel for channel, most in self._failing.items() if most == 0}

    def lets(self, channel: str) -> bool:
        if channel in self._probed:
            return False
        if self._failing.get(channel) != 1:
            return True
        self._probed.add(channel)
        return standings.probe(channel, self._now, self._now + rules.LEASE)  # or another worker is seeing already
