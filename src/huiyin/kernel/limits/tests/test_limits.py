"""Limits as a school behind one address and as somebody who guesses would meet them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import limits, store
from huiyin.kernel.limits.models import Backoff, Count
from huiyin.kernel.limits.rules import delay, prefix

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Moves time forward by the seconds that it is called with, from the start of a slot of 600 s."""
    from huiyin.kernel import time

    file = tmp_path / "clock"
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(file))
    offset = 600 - time.now().timestamp() % 600
    file.write_text(str(offset))

    def forward(seconds: float) -> None:
        nonlocal offset
        offset += seconds
        file.write_text(str(offset))

    return forward


def test_a_window_slides_instead_of_emptying_at_its_edge(clock):
    clock(500)
    assert [limits.allow("submit", "browser", 5, 600) for _ in range(7)] == [True] * 5 + [False] * 2
    clock(110)  # the next slot has begun, but most of the last ten minutes are full
    assert not limits.allow("submit", "browser", 5, 600)
    clock(600)
    assert limits.allow("submit", "browser", 5, 600)


def test_asking_while_refused_makes_no_wait_longer(clock):
    assert limits.allow("submit", "browser", 1, 600)
    for _ in range(50):
        assert not limits.allow("submit", "browser", 1, 600)
        clock(20)
    clock(220)
    assert limits.allow("submit", "browser", 1, 600)


def test_buckets_and_keys_do_not_share(clock):
    assert limits.allow("submit", "a", 1, 600)
    assert limits.allow("submit", "b", 1, 600)
    assert limits.allow("lookup", "a", 1, 600)


def test_inside_a_write_the_count_belongs_to_that_write(clock):
    class AbandonedError(Exception):
        pass

    def abandoned():
        with store.write():
            assert limits.allow("submit", "a", 1, 600)
            raise AbandonedError

    with pytest.raises(AbandonedError):
        abandoned()
    assert limits.allow("submit", "a", 1, 600)


def test_no_key_can_be_read_from_the_rows(clock):
    limits.allow("submit", "203.0.113.9", 1, 600)
    limits.tried("sign-in", "teacher 203.0.113.9", free=1, longest=60)
    stored = str(list(Count.objects.values())) + str(list(Backoff.objects.values()))
    assert "203.0.113" not in stored
    assert "teacher" not in stored


def test_guessing_waits_longer_each_time_but_never_beyond_the_longest(clock):
    waits = []
    for _ in range(12):
        assert limits.tried("sign-in", "pair", free=3, longest=60) == 0
        wait = limits.tried("sign-in", "pair", free=3, longest=60) if len(waits) >= 3 else 0
        waits.append(wait)
        clock(wait)
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    limits.succeeded("sign-in", "pair")
    assert limits.tried("sign-in", "pair", free=3, longest=60) == 0


def test_what_has_run_out_is_removed(clock):
    limits.allow("submit", "a", 1, 600)
    limits.tried("sign-in", "a", free=1, longest=60)
    assert limits.forget_expired() == 0
    clock(dt.timedelta(hours=1).total_seconds())
    assert limits.forget_expired() == 2
    assert limits.forget_expired() == 0


@given(st.integers(0, 200), st.integers(0, 10), st.floats(1, 900))
def test_a_delay_grows_with_failures(failures, free, longest):
    assert delay(failures, free, longest) <= delay(failures + 1, free, longest) <= longest


def test_an_address_counts_as_its_network():
    assert prefix("203.0.113.9") == prefix("203.0.113.200") == "203.0.113.0/24"
    assert prefix("::ffff:203.0.113.9") == "203.0.113.0/24"
    assert prefix("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert prefix("unix:") == "unix:"


def test_the_forwarded_address_counts_behind_our_own_proxy_alone(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert limits.client_address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.client_address(request) == "203.0.113.9"
