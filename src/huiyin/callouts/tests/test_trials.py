"""A policy tried with real messages: each marked as an exercise, confirmed by whom it reached, and never an alarm."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.callouts.actions import trials
from huiyin.callouts.models import By, Callout, Trial, TrialCall
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.models import Notice, State
from huiyin.operations.testing.rooms import signed_in_as, text_of
from huiyin.organisations.models import Account
from huiyin.settings.gateways import WebGateway

from .conftest import LIST

SECRET = "a-secret-of-the-gateway"
MARKS = {"zh-hans": "【演练】", "zh-hant": "【演練】", "en": "[EXERCISE]"}


@pytest.fixture(autouse=True)
def gateways(settings: Any) -> None:
    settings.OUTBOX_GATEWAYS = {
        "sms": WebGateway("https://gateway.example/sms", secret=SECRET),
        "voice": WebGateway("https://gateway.example/call", secret=SECRET),
    }
    settings.OUTBOX_ALARM_WAYS = ("sms", "voice", "email")


def begin(house: Any, name: str = "fang") -> Trial:
    posts = [house.example.posts[f"school/{title}"].public_id for title in LIST]
    return trials.begin(actor=house.actor(name), cause="incident", posts=posts)


def call_of(trial: Trial, name: str, way: str) -> TrialCall:
    return TrialCall.objects.get(trial=trial, appointment__account__username=name, way=way)


def notice_of(call: TrialCall) -> Notice:
    return Notice.objects.get(key=call.key)


def heard(channel: str, **said: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        f"/callouts/answers/{channel}", json.dumps(said), "application/json", headers={"Authorization": f"Bearer {SECRET}"}
    )  # fmt: skip


def test_everybody_of_the_policy_gets_a_message_by_each_way_and_nothing_else_happens(house: Any) -> None:
    clocks = Clock.objects.count()
    trial = begin(house)
    called = {(one.post_title, one.way) for one in trial.calls.all()}
    ways = {("分管副校长", way) for way in ("sms", "voice", "email")}
    assert ways < called
    assert {title for title, _way in called} == {"分管副校长", "校办主任", "教导主任", "校长"}, "not the office above"
    sent = Notice.objects.filter(about=trial.reference)
    assert sent.count() == trial.calls.exclude(way="").count()
    assert {(one.alarm, one.channel) for one in sent} == {(False, "sms"), (False, "voice"), (False, "email")}
    assert (Callout.objects.count(), Clock.objects.count()) == (0, clocks), "no alarm, and no clock"
    assert ledger.verify().ok


@pytest.mark.parametrize("language", list(MARKS))
def test_each_message_begins_with_the_word_for_an_exercise(house: Any, language: str) -> None:
    trial = begin(house)
    for notice in Notice.objects.filter(about=trial.reference):
        letter = letters.compose(notice, language)
        assert letter.subject.startswith(MARKS[language])
        assert letter.body.startswith(MARKS[language]), "a short message and a call have the body alone"
        assert "柳塘镇中心学校" in letter.body
    callout = house.begin(exercise=True)
    [notice] = house.sent_to("fang")[-1:]
    assert notice.about == callout.reference
    assert letters.compose(notice, language).subject.startswith(MARKS[language])


def test_the_link_confirms_by_its_button_alone_and_the_page_says_who_did_when(house: Any) -> None:
    trial = begin(house)
    address = notice_of(call_of(trial, "fang", "sms")).context["link"].removeprefix("https://school.example")
    assert "你不必到场" in text_of(Client().get(address))
    assert not TrialCall.objects.exclude(heard_at=None).exists()
    shown = Client().post(address, follow=True)
    assert shown["Cache-Control"] == "no-store, private"
    assert Client().post(address).status_code == 302, "twice is as once"
    call = call_of(trial, "fang", "sms")
    assert (call.heard_at is not None, call.by) == (True, By.LINK)
    assert call_of(trial, "fang", "email").heard_at is None, "each way is proved for itself"
    page = text_of(signed_in_as("fang").get(reverse("callouts:trial", args=[trial.public_id])))
    assert "【演练】" in page
    assert "4人中1人" in page.replace(" ", "")
    assert ledger.verify().ok


@pytest.mark.parametrize("by_key", [True, False], ids=["under the key of the message", "by the number"])
@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_a_reply_or_a_key_confirms(house: Any, channel: str, by_key: bool) -> None:
    trial = begin(house)
    sent = notice_of(call_of(trial, "zheng", channel))
    whose = {"key": letters.idempotence_key(sent)} if by_key else {"from": "+86 13800000002"}
    answer = heard(channel, text="1", **whose)
    assert (answer.status_code, answer.json()["said"]) == (200, "heard")
    assert call_of(trial, "zheng", channel).by == channel
    assert heard(channel, text="1", **{"from": "13899999999"}).status_code == 422


def test_a_real_call_out_ends_it_and_is_answered_as_ever(house: Any) -> None:
    trial = begin(house)
    link = notice_of(call_of(trial, "fang", "sms")).context["link"].removeprefix("https://school.example")
    callout = house.begin()
    trial.refresh_from_db()
    assert trial.ended_at is not None
    assert not Notice.objects.filter(about=trial.reference, state=State.OWED).exists(), "what waits is not sent"
    assert Client().post(link).status_code == 409
    assert heard("sms", text="1", **{"from": "13800000001"}).json()["said"] == "coming"
    callout.refresh_from_db()
    assert callout.status == "answered"
    assert ledger.verify().ok


def test_none_begins_beside_a_real_call_out_or_another_trial(house: Any) -> None:
    house.begin()
    with pytest.raises(Conflict):
        begin(house)
    house.over()
    begin(house)
    with pytest.raises(Conflict):
        begin(house)
    with time.moved(dt.timedelta(hours=25)):
        begin(house)
    assert Trial.objects.filter(ended_at=None).count() == 1


def test_an_exercise_goes_beside_it(house: Any) -> None:
    trial = begin(house)
    house.begin(exercise=True)
    trial.refresh_from_db()
    assert trial.ended_at is None


def test_in_somebodys_quiet_hours_nothing_is_sent_and_the_page_says_so(house: Any) -> None:
    here = time.now().astimezone(time.zone_of("Asia/Shanghai"))
    before, after = here - dt.timedelta(hours=1), here + dt.timedelta(hours=1)
    Account.objects.filter(username="zheng").update(quiet_from=before.time(), quiet_until=after.time())
    Account.objects.filter(username="gao").update(email="", phone="")
    trial = begin(house)
    assert not Notice.objects.filter(key=call_of(trial, "zheng", "sms").key).exists()
    page = text_of(signed_in_as("fang").get(reverse("callouts:trial", args=[trial.public_id])))
    assert "免打扰时段" in page
    assert "没有地址" in page


def test_only_who_leads_the_house_begins_and_ends_one_and_who_is_called_confirms_there(house: Any) -> None:
    for name in ("zheng", "he"):
        assert signed_in_as(name).post(reverse("callouts:begin-trial", args=["incident"])).status_code in (302, 404)
    assert not Trial.objects.filter(organisation=house.example.organisations["school"]).exists()
    with pytest.raises(Refused):
        begin(house, "zheng")
    trial = begin(house)
    page = reverse("callouts:trial", args=[trial.public_id])
    assert signed_in_as("zheng").post(page, {"end": "yes"}).status_code == 404
    assert signed_in_as("zheng").post(page, {"heard": "sms"}).status_code == 302
    confirmed = TrialCall.objects.exclude(heard_at=None)
    assert [(one.post_title, one.way, one.by) for one in confirmed] == [("校办主任", "sms", By.PAGE)], "this way alone"
    assert signed_in_as("zheng").post(page, {"heard": "push"}).status_code == 404, "by this way nothing was sent"
    assert signed_in_as("shen").post(page, {"heard": "sms"}).status_code == 404, "who is not called confirms nothing"
    assert signed_in_as("fang").post(page, {"end": "yes"}).status_code == 302
    trial.refresh_from_db()
    assert trial.ended_by == house.actor("fang").reference


def test_a_message_that_reached_nobody_is_settled_by_who_leads_and_still_said_when_it_is_over(house: Any) -> None:
    trial = begin(house)
    Notice.objects.filter(key=call_of(trial, "zheng", "sms").key).update(state=State.DEAD, attempts=3)
    assert "【演练】" in text_of(signed_in_as("fang").get(reverse("deliveries:undelivered")))
    assert "【演练】" not in text_of(signed_in_as("zheng").get(reverse("deliveries:undelivered")))
    dead = Notice.objects.get(state=State.DEAD)
    one = text_of(signed_in_as("fang").get(reverse("deliveries:notice", args=[dead.public_id])))
    assert "已用其他方式告知" in one
    again = signed_in_as("fang").post(reverse("deliveries:again", args=[dead.public_id]), {"way": "sms"})
    dead.refresh_from_db()
    assert (again.status_code, dead.state) == (302, State.DEAD), "what came back says no more that it is an exercise"
    trials.end(actor=house.actor("fang"), trial_id=trial.public_id)
    page = text_of(signed_in_as("fang").get(reverse("callouts:trial", args=[trial.public_id])))
    assert page.count("没能送到") == 1
    with pytest.raises(Conflict):
        trials.end(actor=house.actor("fang"), trial_id=trial.public_id)


def test_deputies_are_asked_for_where_a_step_calls_one(house: Any) -> None:
    def page(cause: str) -> str:
        return text_of(signed_in_as("fang").get(reverse("callouts:policy", args=[cause])))

    assert "预案指名的副职" in page("incident")
    assert "预案指名的副职" not in page("duty")
    assert "现在发出试叫消息" in page("duty")
    assert "现在发出试叫消息" not in text_of(signed_in_as("zheng").get(reverse("callouts:policy", args=["duty"])))
