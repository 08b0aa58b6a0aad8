"""The seals themselves: what opens them, what does not, and what they tell from outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from huiyin.confidential import crypto
from huiyin.settings import base


def test_a_sealed_data_key_opens_for_whom_it_was_sealed_alone():
    one, other, key = crypto.new_pair(), crypto.new_pair(), crypto.new_data_key()
    sealed = crypto.give(key, one.public)
    assert crypto.take(sealed, one.private) == key
    with pytest.raises(crypto.DoesNotOpenError):
        crypto.take(sealed, other.private)
    with pytest.raises(crypto.DoesNotOpenError):
        crypto.take(b"", one.private)


def test_a_private_key_opens_by_its_passphrase_alone():
    locked = crypto.lock(b"k" * 32, "三月的柳絮")
    assert crypto.unlock(locked, "三月的柳絮") == b"k" * 32
    with pytest.raises(crypto.DoesNotOpenError):
        crypto.unlock(locked, "四月的柳絮")


def test_what_follows_from_a_code_is_the_same_each_time_and_tells_nothing_of_it():
    one, again, other = (crypto.of_code(code) for code in ("ABCDEFGHJKLM", "ABCDEFGHJKLM", "ABCDEFGHJKLN"))
    assert one == again
    assert {one.lookup, one.pair.private}.isdisjoint({other.lookup, other.pair.private})
    assert one.pair.private not in one.lookup
    assert "ABCDEFGHJKLM" not in repr(one)


def test_an_installation_stretches_codes_as_long_as_is_said(settings):
    """The other tests take less: each would wait for a third of a second, many times."""
    settings.SEALED_COST = base.SEALED_COST
    salt, code = crypto.salt_of_codes(), "ABCDEFGHJKLM"
    found = argon2id.kdf(64, code.encode(), salt, opslimit=5, memlimit=64 * 1024 * 1024)
    assert crypto.of_code(code).lookup == crypto.lookup_of(found[:32])
    locked = crypto.lock(b"k" * 32, "三月的柳絮")
    assert crypto.unlock(locked, "三月的柳絮") == b"k" * 32


@given(st.binary(max_size=20_000), st.sampled_from(["a", "b"]))
def test_contents_come_back_whole_in_one_of_few_sizes_and_only_where_they_belong(contents, place):
    key = crypto.new_data_key()
    sealed = crypto.seal(contents, key, place)
    assert crypto.unseal(sealed, key, place) == contents
    assert len(sealed) in {len(crypto.seal(b"x" * size, key, place)) for size in (1, 10_000, 19_000, 40_000)}
    with pytest.raises(crypto.DoesNotOpenError):
        crypto.unseal(sealed, key, place + "!")


@pytest.mark.parametrize(("size", "looks_like"), [(0, 4), (3800, 4), (3900, 16), (70_000, 256), (1_100_000, 2048)])
def test_sizes(size, looks_like):
    assert crypto.bucket(size) == looks_like * 1024
