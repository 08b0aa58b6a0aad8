"""A letter on paper: whole, tagged, with its faces, and the words as they stand, whatever somebody wrote."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.documents import kinds, paper, rules
from huiyin.documents.paper import fonts
from huiyin.documents.sheets import Sheet, compose

from .reading import read, squeezed

AT = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
WORDS = {
    "title": "信访事项处理意见书", "letterhead": "临禾县教育局", "salutation": "信访人：", "closing": "特此答复。", "extra": "",
    "opening": "您在{received_on}提出的事项已收到，现答复如下。", "contact": "临禾县文昌路18号\n0000-5551234",
    "headings": {"claim": "您的诉求", "facts": "查明的事实和理由", "decision": "处理意见", "recourse": "不服怎么办"},
}  # fmt: skip
ENGLISH = {
    **WORDS, "title": "Written opinion", "salutation": "To the person who raised it:", "closing": "This is the reply.",
    "opening": "We received what you raised on {received_on}.", "headings": {"recourse": "If you don't agree"},
}  # fmt: skip


def sheet(*parts: tuple[str, str], language: str = "zh-hans") -> Sheet:
    words = {"zh-hans": WORDS, "zh-hant": WORDS, "en": ENGLISH}
    return compose(
        words, language, number="临教信答〔2026〕12号", at=AT, received_at=AT, zone="Asia/Shanghai",
        signed_by="临禾县教育局", parts=parts, ways=("收到之日起30日内可以申请复查（第35条）。",), check="ABCD-EFGH",
    )  # fmt: skip


def printed(*parts: tuple[str, str], **more: object):
    return read(paper.pdf(sheet(*parts), at=AT, **more))


def test_it_is_tagged_with_its_faces_its_language_and_a_title():
    letter = printed(("claim", "公布账目"), ("facts", "保温台已更换。"))
    assert letter.tagged
    assert letter.language.startswith("zh")
    assert letter.title == "信访事项处理意见书 临教信答〔2026〕12号"
    assert letter.fonts
    assert all(letter.fonts.values())
    assert letter.structure.count("H1") == 1
    assert letter.structure.count("H2") == 3
    assert "P" in letter.structure


def test_its_words_can_be_copied_out_in_the_order_in_which_they_are_read():
    letter = printed(("claim", "把1994年至2001年的代课时间计入工龄。"), ("facts", "工资单是村里发的。\n第二段。"))
    order = (
        "临禾县教育局 临教信答〔2026〕12号 信访事项处理意见书 信访人： 您在2026年11月24日（周二）提出的事项已收到，现答复如下。 一、您的诉求"
        " 把1994年至2001年的代课时间计入工龄。 二、查明的事实和理由 工资单是村里发的。 第二段。 三、不服怎么办"
        " 收到之日起30日内可以申请复查（第35条）。 特此答复。 临禾县教育局 2026年11月24日（周二） 临禾县文昌路18号 0000-5551234"
    )
    assert squeezed(order) in letter.words
    assert "1994 年" not in letter.text  # no space that nobody wrote


def test_five_pages_are_whole_and_each_says_which_it_is():
    text = "\n".join(f"第{number}段。" + "查账目、看工资单、问当事人，逐项核对。" * 12 for number in range(1, 34))
    letter = printed(("facts", text))
    assert letter.pages >= 5
    assert squeezed(text)[-300:] in re_joined(letter)
    assert f"{letter.pages}/{letter.pages}" in letter.words
    assert letter.off_the_page == 0


def re_joined(letter) -> str:
    """Without the foot of each page, which stands between the lines of two."""
    words = letter.words
    for page in range(1, letter.pages + 1):
        words = words.replace(f"临教信答〔2026〕12号{page}/{letter.pages}", "")
    return words


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd") #import "x" $x^2$ *star* _under_ <label> @ref \\ // /* `raw` = ~',
        "https://example.org/" + "a" * 600,
        "字" * 20_000,
        "x" * 20_000,
        "右到左 \u202eתירבע\u202c عربي 左到右",
        "零宽\u200b\u200d\ufeff 控制\x00\x07\x1b 变体\u845b\U000e0100 组合e\u0301",
    ],
    ids=["markup", "address", "twenty-thousand", "no-space", "right-to-left", "unseen"],
)
def test_hostile_text_is_text(text):
    letter = printed(("facts", text))
    assert letter.off_the_page == 0
    assert letter.tagged
    plain = "".join(c for c in squeezed(rules.tidy(text)) if c in "字xa#$*_<>@\\/`=~" or "一" <= c <= "鿿")
    kept = "".join(c for c in re_joined(letter) if c in "字xa#$*_<>@\\/`=~" or "一" <= c <= "鿿")
    assert plain in kept


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_whatever_was_written_a_letter_comes_out(text):
    assert paper.pdf(sheet(("facts", text)), at=AT).startswith(b"%PDF-1.7")


def test_a_character_that_no_face_has_is_never_left_out():
    lacking = "\ue123"
    assert paper.unprintable(f"张{lacking}") == [lacking]
    letter = printed(("facts", f"张{lacking}说"))
    assert f"张{fonts.GETA}说" in letter.words
    assert "U+E123" in letter.text


def test_a_name_is_on_the_paper_that_asked_for_it_and_on_no_other():
    assert "林秀英：" in printed(("claim", "公布账目"), extras=paper.Extras(addressee="柳塘镇18号\n林秀英")).words
    assert "林秀英" not in printed(("claim", "公布账目")).text


def test_who_reads_another_language_gets_a_page_before_the_letter():
    letter = printed(("claim", "公布账目"), cover=sheet(("claim", "公布账目"), language="en"))
    assert letter.pages == 2
    first, second = letter.text.split("信访事项处理意见书", 1)
    assert "Written opinion" in first
    assert "the one that counts" in first
    assert "If you don't agree" in first
    assert "公布账目" in second


def test_the_same_letter_is_the_same_paper_whenever_it_is_made():
    one = sheet(("claim", "公布账目"))
    assert paper.pdf(one, at=AT) == paper.pdf(one, at=AT)


def test_a_kind_of_a_room_that_is_gone_can_still_be_read():
    assert kinds.find("of-a-room-that-is-gone").title == "of-a-room-that-is-gone"
