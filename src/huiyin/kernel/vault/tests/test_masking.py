"""What may reach the search index, and what a search may ask for."""

from __future__ import annotations

import unicodedata

import pytest

from huiyin.kernel.vault import Identity, holds_personal_number, looks_like_personal_number, mask
from huiyin.kernel.vault.masking import is_id_card

ZHANG = Identity(
    name="张小芳", phone="13912345678", email="fang@example.cn", address="幸福路12号", national_id="11010519491231002X"
)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("我叫张小芳，孩子在三年级", "张小芳"),
        ("我叫张 小 芳", "小 芳"),
        ("打13912345678找我", "13912345678"),
        ("打 139-1234-5678 找我", "5678"),
        ("打１３９１２３４５６７８找我", "5678"),
        ("电话+86 139 1234 5678", "1234"),
        ("另一个人的号15000001111", "15000001111"),
        ("办公室0571-87654321", "87654321"),
        ("身份证11010519491231002X", "11010519491231002X"),
        ("身份证 110105 19491231 002x", "19491231"),
        ("旧证110105491231002", "110105491231002"),
        ("工资卡6222 0212 3456 7890 123", "6222"),
        ("写信到fang@example.cn", "example"),
        ("别人的邮箱li.si@school.edu.cn", "li.si"),
        ("住幸福路12号", "12号"),
        ("住建设北路101号", "101"),
        ("住在朝阳小区5栋2单元301室", "301"),
        ("家在东风村三组18号", "18号"),
        ("在8号楼502室", "502"),
        ("朝阳小区5栋301，楼上漏水", "301"),
    ],
)
def test_particulars_do_not_reach_the_index(text, gone):
    assert gone not in mask(text, ZHANG)


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月1日食堂的饭是馊的",
        "三年级2班有45人，收费1280元",
        "《信访工作条例》第34条，60日内办结",
        "学校门口的路灯坏了两个月",
        "县城里只有一座图书馆，村里一百户人家",
        "建设北路积水，地铁道口2号线站",
        "操场边的树倒了，一中和二中都停电",
        "补课费每人3500元，共12次",
    ],
)
def test_ordinary_words_stay_findable(text):
    assert mask(text, ZHANG) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    "query",
    [
        "13912345678",
        "139 1234 5678",
        "１３９１２３４５６７８",
        "12345678",
        "1391234",
        "110105 19491231 002X",
        "0571-87654321",
        "a@b.cn",
        "张 13912345678",
    ],
)
def test_searching_by_a_persons_number_is_refused(query):
    assert looks_like_personal_number(query)


@pytest.mark.parametrize(
    "query", ["食堂", "2026-03-01", "20260301", "3年级2班", "第34条", "1280元", "110", "12345", ""]
)
def test_ordinary_searches_pass(query):
    assert not looks_like_personal_number(query)


@pytest.mark.parametrize(
    "text", ["打给 139 1234 5678 问", "张 110105 19491231 002X", "电话13912345678。", "写信到 a1@b.cn"]
)
def test_a_personal_number_is_seen_in_a_text(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize("text", ["2026-11-27 14:30 到场，3 人 12 车", "拨打119、120", "2026年11月27日 8时5分"])
def test_days_and_times_are_no_personal_numbers(text):
    assert not holds_personal_number(text)


def test_the_check_character_of_an_identity_number():
    assert is_id_card("11010519491231002X")  # the example of GB 11643
    assert is_id_card("110105 19491231 002x")
    assert not is_id_card("110105194912310021")
    assert not is_id_card("123")
