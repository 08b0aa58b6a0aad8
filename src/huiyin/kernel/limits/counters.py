"""Counting in the database, so that all processes count together.

Each call joins the write in which it is made, or opens its own where there is none.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.crypto import salted_hmac

from huiyin.kernel import store, time

from .models import Backoff, Count
from .rules import delay, estimate, slot_of


def allow(bucket: str, key: str, limit: int, window: float) -> bool:
    """Count one event and answer True, or answer False where `limit` events lie in the last `window` seconds.

    Only admitted events are counted, so that asking again while refused does not make the wait longer.
    """
    now = time.now()
    slot, passed = slot_of(now.timestamp(), window)
    hashed = _hashed(bucket, key)
    with _joined():
        counts = dict(
            Count.objects.filter(bucket=bucket, key=hashed, slot__in=(slot - 1, slot)).values_list("slot", "count")
        )
        if estimate(counts.get(slot - 1, 0), counts.get(slot, 0), passed) + 1 > limit:
            return False
        _add_one(bucket, hashed, slot, now + dt.timedelta(seconds=2 * window))
    return True


def counted(bucket: str, key: str, window: float) -> float:
    """Count one event, and answer how many lie in the last `window` seconds with it."""
    now = time.now()
    slot, passed = slot_of(now.timestamp(), window)
    hashed = _hashed(bucket, key)
    with _joined():
        _add_one(bucket, hashed, slot, now + dt.timedelta(seconds=2 * window))
        counts = dict(
            Count.objects.filter(bucket=bucket, key=hashed, slot__in=(slot - 1, slot)).values_list("slot", "count")
        )
    return estimate(counts.get(slot - 1, 0), counts.get(slot, 0), passed)


def once(bucket: str, key: str, lasts: dt.timedelta) -> bool:
    """True for the first who asks, False for everybody after, as long as it lasts; two at the same moment are told apart."""
    moment = connection.ops.adapt_datetimefield_value(time.now() + lasts)
    with _joined(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_count (bucket, key, slot, count, expires_at) VALUES (%s, %s, 0, 1, %s) "
            "ON CONFLICT (bucket, key, slot) DO NOTHING",
            [bucket, _hashed(bucket, key), moment],
        )
        return bool(cursor.rowcount == 1)


def seen(bucket: str, key: str) -> bool:
    """Whether somebody was the first of `once`, and it lasts."""
    return Count.objects.filter(bucket=bucket, key=_hashed(bucket, key), slot=0).exists()


def turn_of(bucket: str, key: str, each: dt.timedelta, earliest: dt.datetime, longest: dt.timedelta) -> dt.datetime:
    """The next free turn: one every `each`, none before `earliest`, and never later than `longest` from now."""
    now, hashed = time.now(), _hashed(bucket, key)
    with _joined():
        row = Backoff.objects.select_for_update().filter(bucket=bucket, key=hashed).first()
        free = earliest if row is None else max(earliest, row.open_at)
        turn = min(free, now + longest)
        Backoff.objects.update_or_create(
            bucket=bucket,
            key=hashed,
            defaults={"failures": 0, "open_at": turn + each, "expires_at": turn + each},
        )
    return turn


def tried(bucket: str, key: str, *, free: int, longest: float) -> int:
    """Before a try is looked at: 0 and it is counted as failed (until `succeeded`), or the seconds still to wait.

    Counting first keeps many tries at the same moment from slipping through together. Forgotten after four times the
    `longest` wait without a try.
    """
    now = time.now()
    hashed = _hashed(bucket, key)
    with _joined():
        row = Backoff.objects.select_for_update().filter(bucket=bucket, key=hashed).first()
        if row is not None and row.open_at > now:
            return max(1, math.ceil((row.open_at - now).total_seconds()))
        failures = 1 if row is None or row.expires_at <= now else row.failures + 1
        wait = delay(failures, free, longest)
        Backoff.objects.update_or_create(
            bucket=bucket,
            key=hashed,
            defaults={
                "failures": failures,
                "open_at": now + dt.timedelta(seconds=wait),
                "expires_at": now + dt.timedelta(seconds=4 * longest),
            },
        )
    return 0


def succeeded(bucket: str, key: str) -> None:
    """The try was right: nothing is held against the next one."""
    with _joined():
        Backoff.objects.filter(bucket=bucket, key=_hashed(bucket, key)).delete()


def forget_expired() -> int:
    """Remove what has run out, and answer how many rows that were. For the worker, every few minutes."""
    now = time.now()
    if not (Count.objects.filter(expires_at__lte=now).exists() or Backoff.objects.filter(expires_at__lte=now).exists()):
        return 0
    with _joined():
        counts, _ = Count.objects.filter(expires_at__lte=now).delete()
        backoffs, _ = Backoff.objects.filter(expires_at__lte=now).delete()
    return counts + backoffs


@contextmanager
def _joined() -> Iterator[None]:
    if store.in_write():
        yield
        return
    with store.write():
        yield


def _hashed(bucket: str, key: str) -> str:
    return salted_hmac(f"huiyin.limits.{bucket}", key, algorithm="sha256").hexdigest()


def _add_one(bucket: str, hashed: str, slot: int, expires_at: dt.datetime) -> None:
    """One statement that both engines know, so that two processes never lose a count."""
    moment = connection.ops.adapt_datetimefield_value(expires_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_count (bucket, key, slot, count, expires_at) VALUES (%s, %s, %s, 1, %s) "
            "ON CONFLICT (bucket, key, slot) DO UPDATE SET count = limits_count.count + 1",
            [bucket, hashed, slot, moment],
        )
