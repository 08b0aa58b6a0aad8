"""Limits as a school behind one address and as somebody who guesses would meet them."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import limits, store
from huiyin.kernel.limits import line, puzzle
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


LINE = line.Line("test-line", dt.timedelta(seconds=1), dt.timedelta(seconds=60))


def solve(nonce: str, bits: int, parts: int) -> str:
    """As a browser does it, written anew."""

    def number(part: int) -> int:
        wanted = 1 << (256 - bits)
        tries = (n for n in range(10**9) if int(sha256(f"{nonce}.{part}.{n}".encode()).hexdigest(), 16) < wanted)
        return next(tries)

    return ",".join(str(number(part)) for part in range(parts))


def test_each_has_a_turn_of_its_own_and_nobody_waits_longer_than_the_longest(clock):
    said = [line.waiting(LINE, "school").seconds for _ in range(100)]
    assert said[:3] == [10, 11, 12]
    assert said == sorted(said)
    assert said[-1] == 60, "a thousand more make nobody's wait longer"
    first = line.waiting(LINE, "another school")
    assert (first.seconds, first.before) == (10, 0)
    clock(61)
    assert line.waiting(LINE, "school").seconds == 10, "the line is short again"


def test_a_place_goes_through_when_its_turn_has_come_and_once(clock):
    place = line.waiting(LINE, "school").place
    assert not line.passes(LINE, place, "")
    assert line.waiting(LINE, "school", place).place == place, "who asks too early keeps it"
    clock(11)
    assert not line.passes(line.Line("another", LINE.each, LINE.longest), place, "")
    assert not line.passes(LINE, place + "x", "")
    assert line.passes(LINE, place, "")
    assert not line.passes(LINE, place, "")
    assert line.waiting(LINE, "school", place).place != place


def test_a_place_is_kept_for_who_looked_away_and_not_for_ever(clock):
    first, second = line.waiting(LINE, "school").place, line.waiting(LINE, "school").place
    clock(25 * 60)
    assert line.passes(LINE, first, "")
    clock(10 * 60)
    assert not line.passes(LINE, second, "")


def test_the_sum_goes_at_once_and_only_for_its_own_place(clock):
    one, other = line.waiting(LINE, "school"), line.waiting(LINE, "school")
    answer = solve(one.nonce, one.bits, one.parts)
    assert not line.passes(LINE, other.place, answer)
    assert not line.passes(LINE, one.place, answer.replace(answer[0], "x", 1))
    assert not line.passes(LINE, one.place, answer.rpartition(",")[0])
    assert line.passes(LINE, one.place, answer)
    assert not line.passes(LINE, one.place, answer), "once"


@pytest.mark.parametrize(
    "answer", ["", ",", "1", "٣," * 15 + "٣", "1" * 10_000, "1,2", "-1," * 15 + "1", "9" * 13 + ",1" * 15]
)
def test_what_is_no_answer_solves_nothing(answer):
    assert not puzzle.solved("nonce", 0 if answer.count(",") != 15 else 10, answer)


def test_the_sum_is_harder_the_more_wait_and_bounded():
    bits = [puzzle.bits_for(load, 50) for load in (0, 1, 50, 99, 100, 400, 10**9)]
    assert bits == [10, 10, 10, 10, 11, 13, 14]


def test_a_forgotten_place_leaves_nothing(clock):
    place = line.waiting(LINE, "school").place
    clock(11)
    assert line.passes(LINE, place, "")
    clock(3600)
    limits.forget_expired()
    assert not Count.objects.exists()
    assert not Backoff.objects.exists()


@pytest.mark.parametrize("place", ["x", "[1]:x", "\x00", "é" * 100, "a" * 5000])
def test_what_is_no_place_is_none(place):
    assert not line.passes(LINE, place, "")
    assert line.waiting(LINE, "school", place).seconds == 10
