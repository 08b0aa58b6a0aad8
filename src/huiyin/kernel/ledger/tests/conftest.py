"""A small history that the tests of this room start from."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from huiyin.kernel import ledger, store, time
from huiyin.kernel.ledger.tests.sample.models import Sample


def full_row(**changes) -> Sample:
    values = {
        "word": "诉求 concern",
        "text": "操场边的井盖松了。" * 3,
        "count": 7,
        "flag": True,
        "price": Decimal("12.50"),
        "on": dt.date(2026, 11, 24),
        "at": dt.datetime(2026, 11, 24, 8, 30, 15, 250, tzinfo=dt.UTC),
        "clock": dt.time(8, 30, 5),
        "span": dt.timedelta(days=15),
        "key": uuid.UUID("12345678-9abc-def0-1234-56789abcdef0"),
        "blob": bytes(range(12)),
        "data": {"b": [1, 2.5, "二"], "a": None},
    }
    return Sample.objects.create(**(values | changes))


def act(*, verb="samples.make", commits=(), erases=()):
    return ledger.record(
        verb=verb, actor="post:2k4x9m7p3vwt", about="sample:1", at=time.now(), commits=commits, erases=erases
    )


@pytest.fixture
def history(db):
    """Three entries in the tree under a checkpoint, two that wait; a row with every column, a bare one, an erased one."""
    with store.write():
        first = act(commits=[full_row()])
        second = act(commits=[Sample.objects.create(word="bare")])
        gone = Sample.objects.create(word="gone", parent_id=None)
        third = act(commits=[gone])
    ledger.run_once(time.now())
    with store.write():
        fourth = act(verb="samples.erase", erases=[gone])
        gone.delete()
        fifth = act(verb="samples.look")
    return [first, second, third, fourth, fifth]
