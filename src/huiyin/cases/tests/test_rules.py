"""Pure decisions of the room, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules import (
    CODE_ALPHABET,
    SUMMARY_LENGTH,
    first_sentence,
    is_code,
    normalise_code,
    scopes_of,
    show_code,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("孩子在五年级。开学到现在，菜都是凉的。", "孩子在五年级。开学到现在，菜都是凉的。"),  # too short alone
        ("雨大的时候拿脸盆接，孩子的书都潮了。请修。", "雨大的时候拿脸盆接，孩子的书都潮了。"),  # says enough
        ("没有标点", "没有标点"),
        ("一" * 80, "一" * 59 + "…"),
        ("  多  个\n空格。", "多 个 空格。"),
    ],
)
def test_a_list_shows_the_persons_own_first_words(text, shown):
    assert first_sentence(text) == shown


@given(st.text())
def test_it_always_fits(text):
    assert len(first_sentence(text)) <= SUMMARY_LENGTH


@given(st.text(alphabet=CODE_ALPHABET, min_size=12, max_size=12))
def test_a_code_survives_being_shown_and_typed(code):
    assert is_code(normalise_code(show_code(code).lower()))
    assert normalise_code(show_code(code)) == code


def test_no_look_alikes_in_a_code():
    assert not set("O0I1") & set(CODE_ALPHABET)


def test_a_case_stands_in_the_lists_of_its_office_its_unit_and_everybody_above():
    assert scopes_of("/1/4/9/", 9, 30) == ["o9", "u30", "b1", "b4", "b9"]
    assert scopes_of("/1/", 1, None) == ["o1", "b1"]
