"""The key file and its recovery words: the difference between a restored school and identities that are gone."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import BadInput
from huiyin.kernel.vault import keys, words

KEY = keys.InstallationKey(bytes(range(32)))


@given(st.binary(min_size=32, max_size=32), st.sampled_from(sorted(words.LISTS)))
def test_words_give_the_key_back_in_every_language(master, language):
    key = keys.InstallationKey(master)
    spelt = words.to_words(key, language)
    assert len(spelt) == 24
    assert words.from_words(" ".join(spelt)).master == master
    assert words.wrong_positions(key, " ".join(spelt)) == ()


def test_the_words_are_those_of_bip_39():
    # Test vector of the standard: 32 zero bytes.
    assert words.to_words(keys.InstallationKey(bytes(32))) == ("abandon",) * 23 + ("art",)


def test_spacing_case_and_numbering_by_lines_do_not_matter():
    spelt = words.to_words(KEY)
    assert words.from_words("\n ".join(word.upper() for word in spelt)) == KEY
    assert words.from_words("".join(words.to_words(KEY, "zh-hans"))) == KEY


def test_a_word_that_does_not_exist_is_named_with_what_it_may_be():
    spelt = list(words.to_words(KEY))
    spelt[6] = spelt[6] + "x"
    with pytest.raises(BadInput, match=rf"7.*{spelt[6]}") as caught:
        words.from_words(" ".join(spelt))
    assert spelt[6][:-1] in str(caught.value.remedy)


def test_a_missing_word_is_counted():
    with pytest.raises(BadInput, match=r"23.*24"):
        words.from_words(" ".join(words.to_words(KEY)[:-1]))


@pytest.mark.parametrize("place", [0, 11, 23])
def test_a_misread_word_is_named_with_the_fingerprint_at_hand(place):
    spelt = list(words.to_words(KEY))
    spelt[place] = "zoo"
    with pytest.raises(BadInput, match=rf"{place + 1}.*zoo"):
        words.from_words(" ".join(spelt), keys.fingerprint(KEY))
    assert words.wrong_positions(KEY, " ".join(spelt)) == (place + 1,)


def test_two_words_that_changed_places_are_named():
    spelt = list(words.to_words(KEY))
    spelt[4], spelt[5] = spelt[5], spelt[4]
    with pytest.raises(BadInput, match=r"5"):
        words.from_words(" ".join(spelt), keys.fingerprint(KEY))


def test_without_the_fingerprint_a_wrong_key_is_still_refused():
    spelt = ["abandon"] * 24
    with pytest.raises(BadInput):
        words.from_words(" ".join(spelt))


def test_a_restored_key_is_the_same_and_never_overwrites_another(tmp_path):
    path = tmp_path / "huiyin.key"
    keys.restore(path, KEY)
    assert keys.load_or_make(path) == KEY
    keys.restore(path, KEY)
    with pytest.raises(keys.KeyFileError, match="already holds another"):
        keys.restore(path, keys.InstallationKey(bytes(32)))


def test_processes_that_start_at_once_agree_on_one_key(tmp_path):
    path = tmp_path / "huiyin.key"
    found = []
    threads = [threading.Thread(target=lambda: found.append(keys.load_or_make.__wrapped__(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({key.master for key in found}) == 1
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_doctor_sees_a_key_that_others_can_read_or_that_lies_with_the_state(tmp_path):
    home = tmp_path / "var"
    home.mkdir()
    good, inside = tmp_path / "huiyin.key", home / "huiyin.key"
    keys.load_or_make(good)
    keys.load_or_make(inside)
    assert keys.check(good, home) == []
    assert [problem.what for problem in keys.check(inside, home)] == ["place"]
    os.chmod(good, 0o644)
    assert [problem.what for problem in keys.check(good, home)] == ["permissions"]
    assert [problem.what for problem in keys.check(tmp_path / "none", home)] == ["missing"]


def test_a_damaged_key_file_says_what_to_do(tmp_path):
    path = tmp_path / "huiyin.key"
    path.write_text("not hex")
    path.chmod(0o600)
    assert [problem.what for problem in keys.check(path, tmp_path / "var")] == ["damaged"]
    with pytest.raises(keys.KeyFileError, match="recovery words"):
        keys.load_or_make(path)


def test_a_key_is_never_printed():
    assert KEY.master.hex() not in repr(KEY)
    assert keys.fingerprint(KEY).replace("-", "").lower() not in KEY.master.hex()
