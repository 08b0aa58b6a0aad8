"""What waits is counted exactly, as it stands now, in one question for all places of a rail."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.kernel import counting, store, time
from huiyin.kernel.counting import NOW, Count
from huiyin.kernel.outbox.models import Notice

pytestmark = pytest.mark.django_db


def owed(key: str, to: str, at: dt.datetime) -> None:
    with store.write():
        Notice(public_id=key, key=key, to=to, template="x", about="case:1", context={}, owed_at=at, next_attempt_at=at).save()  # fmt: skip


def to_either(*recipients: str):
    return [Notice.objects.filter(to=recipient) for recipient in recipients]


def past(to: str):
    return [Notice.objects.filter(to=to, owed_at__lt=NOW)]


def keys(*recipients: str):
    return [Notice.objects.filter(to__in=recipients).values_list("key") for _twice in recipients]


def nothing():
    return [Notice.objects.none()]


def test_all_places_are_one_question_and_each_number_is_that_of_its_sets(django_assert_num_queries):
    hour = dt.timedelta(hours=1)
    for number in range(3):
        owed(f"a{number}", "post:a", time.now() - hour)
    owed("b", "post:b", time.now() + hour)
    rail = [
        Count(to_either, ("post:a", "post:b")),
        Count(to_either, ("post:a", "post:a")),
        Count(keys, ("post:a", "post:b"), once=True),
        Count(past, ("post:a",)),
        Count(past, ("post:b",)),
        Count(nothing, ()),
    ]
    with django_assert_num_queries(1):
        assert counting.ask(rail) == (4, 6, 4, 3, 0, 0)


def test_what_was_composed_before_counts_what_came_after():
    count = Count(to_either, ("post:a",))
    assert counting.ask([count]) == (0,)
    owed("a", "post:a", time.now())
    assert counting.ask([count]) == (1,)


def test_it_is_counted_as_far_as_the_rail_shows():
    for number in range(counting.MOST + 1):
        owed(f"a{number}", "post:a", time.now())
    assert counting.ask([Count(to_either, ("post:a",)), Count(keys, ("post:a",), once=True)]) == (99, 99)
