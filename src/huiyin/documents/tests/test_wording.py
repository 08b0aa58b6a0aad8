"""An office words what stands around its letters, sees it first, and can take out nothing that the law demands."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.documents import actions, queries, rules
from huiyin.documents.models import Template
from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.example import PASSWORD

from .reading import read


def save(district, *, who: str = "he", version: int = 0, kind: str = "refuse", at: str = "bureau", **pieces: str):
    return actions.save_template(
        actor=district.actors[who], organisation=district.organisations[at], kind=kind, language="zh-hans",
        version=version, pieces=pieces,
    )  # fmt: skip


def signed_in(name: str) -> Client:
    client = Client()
    assert client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD}).status_code == 302
    return client


def words(district, kind: str = "refuse") -> dict:
    return queries.frame_words(district.organisations["bureau"], kind, ["reason"])["zh-hans"]


def test_each_change_is_a_version_with_who_and_when_and_stands_in_the_ledger(district):
    save(district, closing="请知悉。")
    save(district, version=1, closing="请您知悉。")
    versions = queries.versions(district.organisations["bureau"], "refuse", "zh-hans")
    assert [version.version for version in versions] == [2, 1]
    assert versions[0].by
    assert versions[1].pieces == {"closing": "请知悉。"}
    assert words(district)["closing"] == "请您知悉。"
    assert ledger.verify().ok


def test_back_to_the_standard_text_keeps_what_stood_there(district):
    before = words(district)
    save(district, closing="请知悉。")
    actions.reset_template(
        actor=district.actors["he"], organisation=district.organisations["bureau"], kind="refuse", language="zh-hans",
        version=1,
    )  # fmt: skip
    assert words(district) == before
    assert Template.objects.count() == 2


def test_two_at_once_the_second_is_told(district):
    save(district, closing="请知悉。")
    with pytest.raises(Conflict):
        save(district, closing="我也改了。")
    assert words(district)["closing"] == "请知悉。"


def test_only_the_head_and_the_administrator_word_letters(district):
    for who in ("liang", "song", "jiang", "xiaozhang"):
        with pytest.raises(Refused):
            save(district, who=who, closing="请知悉。")


@pytest.mark.parametrize(
    ("pieces", "place", "words"),
    [
        ({"opening": "您提出的事项已收到。"}, "opening", "received_on"),
        ({"opening": "{received_on}，{name}："}, "opening", "{name}"),
        ({"extra": "电话{phone"}, "extra", "花括号"),
        ({"closing": "{office}特此告知。"}, "closing", "{office}"),
        ({"closing": "告" * 201}, "closing", "201"),
    ],
)
def test_an_error_names_the_place_and_the_way_out(pieces, place, words):
    from django.utils import translation

    with translation.override("zh-hans"), pytest.raises(BadInput) as caught:
        rules.checked("refuse", pieces)
    assert caught.value.place == place
    assert words in str(caught.value.message)
    assert str(caught.value.remedy)


def test_whatever_is_worded_the_parts_of_the_law_are_no_piece_of_it():
    names = {piece.name for kind in ("", "reply") for piece in rules.pieces(kind)}
    assert names == {"letterhead", "code", "contact", "salutation", "opening", "extra", "closing"}


def test_the_head_tries_sees_saves_and_goes_back(district):
    head = signed_in("he")
    home = district.organisations["bureau"].public_id
    assert head.get(reverse("documents:letters-here"), follow=True).status_code == 200
    address = reverse("documents:wording", args=[home, "refuse", "zh-hans"])
    typed = {
        "version": 0,
        "salutation": "您好：",
        "opening": "{received_on}您来信说的事，现在回复。",
        "closing": "以上。",
    }
    tried = head.post(address, {**typed, "look": "1"}).content.decode()
    assert "您来信说的事，现在回复。" in tried
    assert "data:image/png;base64," in tried
    assert not Template.objects.exists()
    printed = head.post(reverse("documents:wording-pdf", args=[home, "refuse", "zh-hans"]), typed)
    assert "您来信说的事，现在回复。" in read(printed.content).words
    assert head.post(address, {**typed, "save": "1"}).status_code == 302
    assert words(district)["salutation"] == "您好："
    wrong = head.post(address, {**typed, "version": 1, "opening": "{received_on}{nobody}", "save": "1"})
    assert wrong.status_code == 422
    assert "{nobody}" in wrong.content.decode()
    late = head.post(address, {**typed, "closing": "我写的还在。", "save": "1"})
    assert late.status_code == 409
    assert "我写的还在。" in late.content.decode()
    assert head.post(address, {"version": 1, "reset": "1"}).status_code == 302
    assert words(district)["salutation"] == "信访人："


def test_letterhead_code_and_contact_are_of_every_letter(district):
    save(district, kind="", code="临教信", letterhead="临禾县教育局信访接待室", contact="{office}，电话{phone}")
    assert words(district)["letterhead"] == "临禾县教育局信访接待室"
    assert words(district)["contact"].startswith("临禾县教育局，电话")
    assert queries.code_of(district.organisations["bureau"]) == "临教信"


def test_who_may_not_word_letters_finds_no_page(district):
    home = district.organisations["bureau"].public_id
    for who in ("jiang", "xiaozhang"):
        assert signed_in(who).get(reverse("documents:wording", args=[home, "refuse", "zh-hans"])).status_code == 404
    head = signed_in("he")
    for kind, language in (("no-such-kind", "zh-hans"), ("refuse", "fr")):
        assert head.get(reverse("documents:wording", args=[home, kind, language])).status_code == 404
