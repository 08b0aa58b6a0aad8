"""Coming, or can't: by the link in the message, by a reply, by a key of the telephone, on the page. Each with where it came from."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.callouts.models import AnswerLink, By, Callout, Said, Status
from huiyin.kernel import ledger, time
from huiyin.kernel.outbox import letters
from huiyin.operations.testing.rooms import signed_in_as, text_of
from huiyin.settings.gateways import WebGateway

SECRET = "a-secret-of-the-gateway"


@pytest.fixture(autouse=True)
def gateways(settings: Any) -> None:
    settings.OUTBOX_GATEWAYS = {
        "sms": WebGateway("https://gateway.example/sms", secret=SECRET),
        "voice": WebGateway("https://gateway.example/call", secret=SECRET),
    }
    settings.OUTBOX_ALARM_WAYS = ("sms", "voice", "email")


def heard(channel: str, secret: str = SECRET, **said: str) -> HttpResponse:
    """What the gateway passes on."""
    return Client(enforce_csrf_checks=True).post(  # type: ignore[return-value]
        f"/callouts/answers/{channel}",
        json.dumps(said),
        "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def stands(callout: Callout) -> Callout:
    return Callout.objects.get(pk=callout.pk)


def test_the_link_shows_a_button_and_the_button_alone_answers(house: Any) -> None:
    callout = house.begin()
    address = house.link("fang")
    for _time in range(3):  # a mail filter, a preview, a person
        shown = Client().get(address)
        assert shown.status_code == 200
    assert stands(callout).status == Status.RUNNING
    page = text_of(shown)
    assert "柳塘镇中心学校" in page
    assert "实验楼起火" not in page
    assert "韩志学" not in page
    assert "分管副校长" not in page
    assert shown["Cache-Control"] == "no-store, private"
    done = Client().post(address, {"do": "coming"}, follow=True)
    assert done.status_code == 200
    assert stands(callout).status == Status.ANSWERED
    turn = house.turn(callout, "分管副校长")
    assert (turn.said, turn.by) == (Said.COMING, By.LINK)
    assert ledger.verify().ok


def test_a_link_is_used_once_and_not_the_day_after(house: Any) -> None:
    callout = house.begin()
    address = house.link("fang")
    Client().post(address, {"do": "cannot"})
    assert house.called(callout)[-1] == "校办主任"
    assert Client().post(address, {"do": "coming"}).status_code == 409
    assert stands(callout).status == Status.RUNNING
    with time.moved(dt.timedelta(hours=25)):
        assert Client().post(house.link("zheng"), {"do": "coming"}).status_code == 409
    assert stands(callout).status == Status.RUNNING


def test_a_link_that_nobody_sent_is_not_there_and_none_is_kept_as_it_was_sent(house: Any) -> None:
    house.begin()
    address = house.link("fang")
    other = "a" if address[-2] == "x" else "x"
    assert Client().get(f"{address[:-2]}{other}/").status_code == 404
    assert Client().post("/called/abcdefgh/", {"do": "coming"}).status_code == 404
    secret = address.strip("/").split("/")[-1]
    assert secret not in AnswerLink.objects.get().digest


def test_each_message_has_a_link_that_answers(house: Any, later: Any) -> None:
    """Who opens the first of two messages is not told to look for the second."""
    callout = house.begin()
    first = house.link("fang")
    later(2)
    assert house.link("fang") != first
    Client().post(first, {"do": "coming"})
    assert stands(callout).status == Status.ANSWERED


def test_without_a_known_address_the_message_has_no_link(house: Any, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = []
    house.begin()
    assert house.sent_to("fang")[-1].context["link"] == ""


@pytest.mark.parametrize(
    ("channel", "said", "by"), [("sms", {"text": " 1。"}, By.SMS), ("voice", {"digits": "１"}, By.VOICE)]
)
def test_a_reply_and_a_key_answer_under_the_key_of_the_message(
    house: Any, channel: str, said: dict[str, str], by: By
) -> None:
    callout = house.begin()
    [sent] = house.sent_to("fang")
    sent.channel = channel
    answer = heard(channel, key=letters.idempotence_key(sent), **said)
    assert answer.status_code == 200
    turn = house.turn(callout, "分管副校长")
    assert (stands(callout).status, turn.said, turn.by) == (Status.ANSWERED, Said.COMING, by)
    assert heard(channel, key=letters.idempotence_key(sent), **said).status_code == 409, "told twice, heard once"


def test_two_goes_on_at_once(house: Any) -> None:
    callout = house.begin()
    assert heard("sms", **{"from": "+86 138-0000-0001", "text": "2"}).status_code == 200
    assert house.called(callout) == ["分管副校长", "校办主任"]
    assert stands(callout).status == Status.RUNNING


def test_a_number_that_two_call_outs_call_says_neither(house: Any) -> None:
    """Better to call on than to take an answer for another alarm."""
    both = [house.begin(), house.begin(about="incident:other")]
    assert heard("sms", **{"from": "13800000001", "text": "1"}).status_code == 422
    assert [stands(one).status for one in both] == [Status.RUNNING, Status.RUNNING]


@pytest.mark.parametrize("text", ["", "3", "好的", "12", "1 2"])
def test_what_is_neither_one_nor_two_changes_nothing(house: Any, text: str) -> None:
    callout = house.begin()
    assert heard("sms", **{"from": "13800000001", "text": text}).status_code == 422
    assert stands(callout).status == Status.RUNNING


def test_without_its_secret_a_gateway_is_told_nothing(house: Any, settings: Any) -> None:
    callout = house.begin()
    said = {"from": "13800000001", "text": "1"}
    assert heard("sms", secret="guessed", **said).status_code == 404
    assert heard("sms", secret="", **said).status_code == 404
    assert heard("email", **said).status_code == 404
    settings.OUTBOX_GATEWAYS = {"sms": WebGateway("https://gateway.example/sms")}
    assert heard("sms", secret="", **said).status_code == 404
    broken = Client().post(
        "/callouts/answers/sms", b"{" * 5000, "application/json", headers={"Authorization": f"Bearer {SECRET}"}
    )
    assert broken.status_code in (404, 422)
    assert stands(callout).status == Status.RUNNING


def test_a_stranger_with_the_right_key_of_nothing_is_refused(house: Any) -> None:
    house.begin()
    assert heard("sms", key="0" * 32, text="1").status_code == 422
    assert heard("sms", **{"from": "13999999999", "text": "1"}).status_code == 422
    assert heard("sms", **{"from": "", "text": "1"}).status_code == 422


def test_the_page_shows_who_was_called_what_they_said_and_how(house: Any, later: Any) -> None:
    callout = house.begin()
    heard("sms", **{"from": "13800000001", "text": "2"})
    page = signed_in_as("zheng")
    address = f"/callouts/{callout.public_id}/"
    shown = text_of(page.get(address))
    assert "正在叫您" in shown
    assert "回复短信" in shown
    assert page.post(address, {"do": "coming"}).status_code == 302
    shown = text_of(page.get(address))
    assert "站内" in shown
    assert "校办主任马上到" in shown
    assert page.post(address, {"do": "coming"}).status_code == 409


def test_a_shout_stands_in_red_on_every_page_of_the_house_and_on_no_other(house: Any, later: Any) -> None:
    callout = house.begin()
    for minute in range(40):
        later(minute)
    red = "无人应答"
    for name, there in (("shen", True), ("school-admin", True), ("gao", True), ("qingxi", False), ("xinfang", False)):
        shown = text_of(signed_in_as(name).get("/account/"))
        assert (red in shown) is there, name
    signed_in_as("shen").post(f"/callouts/{callout.public_id}/", {"do": "coming"})
    assert red not in text_of(signed_in_as("gao").get("/account/"))


def test_the_head_ends_it_with_the_reason_and_nobody_else(house: Any) -> None:
    callout = house.begin()
    address = f"/callouts/{callout.public_id}/"
    assert signed_in_as("gao").post(address, {"do": "withdraw", "why": "x"}).status_code == 404
    assert signed_in_as("xiaozhang").post(address, {"do": "withdraw", "why": ""}).status_code == 422
    assert signed_in_as("xiaozhang").post(address, {"do": "withdraw", "why": "误报，已到现场看过"}).status_code == 302
    ended = stands(callout)
    assert (ended.status, ended.ended_why) == (Status.WITHDRAWN, "误报，已到现场看过")


def test_another_house_sees_nothing_and_the_office_above_reads_along(house: Any) -> None:
    callout = house.begin()
    address = f"/callouts/{callout.public_id}/"
    assert signed_in_as("qingxi").get(address).status_code == 404
    assert signed_in_as("dudao").get(address).status_code == 200
    assert "实验楼起火" in text_of(signed_in_as("gao").get("/callouts/"))
    assert "实验楼起火" not in text_of(signed_in_as("qingxi").get("/callouts/"))
