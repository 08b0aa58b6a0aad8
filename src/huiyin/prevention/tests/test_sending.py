"""What a phone kept of a round without network is taken once, in its own time, in order, and never over what others said."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.files.models import Attachment
from huiyin.operations.testing.rooms import text_of
from huiyin.prevention.actions import rounds
from huiyin.prevention.actions.rounds import Given
from huiyin.prevention.models import Answer, Hazard, Sent
from huiyin.prevention.tests.test_hazards import photo
from huiyin.prevention.tests.test_rounds import all_good, due, page_of, planned

__all__ = ["planned"]


def said(one, client, key="", answer="", *, ago=0, kind="answer", **more):
    """What the phone posts, under this key, typed so many minutes ago."""
    moment = (time.now() - dt.timedelta(minutes=ago)).isoformat()
    return {
        "kind": kind,
        "client_id": client,
        "key": key,
        "answer": answer,
        "moment": moment,
        "came_by": "offline",
        **more,
    }


def send(client, one, *things):
    """Answers the status of each."""
    address = reverse("prevention:round-send", args=[one.public_id])
    return [client.post(address, thing).status_code for thing in things]


def kept_of_a_round(one):
    """A finding with two pictures, an answer that was changed, and the rest."""
    others = [item["key"] for item in one.items if item["key"] not in ("extinguishers", "alarm")]
    finding = {"note": "三楼西失压", "severity": "greater", "where": "三楼西"}
    return [
        said(one, "a1", "alarm", "good", ago=30),
        said(one, "a2", "extinguishers", "hazard", ago=29, **finding),
        said(one, "a3", "extinguishers", kind="picture", of="a2", file=photo("IMG_1.png"), ago=29),
        said(one, "a4", "extinguishers", kind="picture", of="a2", file=photo("IMG_2.png"), ago=29),
        said(one, "a5", "alarm", "none", ago=28, after="a1"),
        *(said(one, f"b{number}", key, "good", ago=20) for number, key in enumerate(others)),
        said(one, "end", kind="end", note="灯坏了一盏，已报。", ago=10),
    ]


def test_a_round_sent_twice_is_there_once_with_its_own_times(planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    for _time in range(2):
        assert set(send(gao, one, *kept_of_a_round(one))) == {200}
    one.refresh_from_db()
    hazard = Hazard.objects.get()
    assert (hazard.title, hazard.place, hazard.severity) == ("三楼西失压", "教学楼 · 三楼西", "greater")
    assert Attachment.objects.filter(about=hazard.reference).count() == 2
    assert (one.status, one.answers.count(), one.sent.count()) == ("done", 12, 16)
    assert one.answers.get(key="alarm").answer == "none"
    assert 27 < (time.now() - one.answers.get(key="alarm").at).total_seconds() / 60 < 29
    assert 28 < (time.now() - hazard.found_at).total_seconds() / 60 < 30
    assert 9 < (time.now() - one.done_at).total_seconds() / 60 < 11
    assert due(planned).due_on == planned.first_on + dt.timedelta(days=7), "and the next round is due once"
    assert planned.rounds.count() == 2
    assert "三楼西失压" in text_of(gao.get(page_of(one)))
    assert ledger.verify().ok


def test_what_somebody_else_answered_meanwhile_stands_until_its_reader_decides(school, planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    rounds.go(actor=school.actor("zheng"), round_id=one.public_id, seen=[Given("alarm", "none", "这一层没有")])
    address = reverse("prevention:round-send", args=[one.public_id])
    answer = gao.post(address, said(one, "a1", "alarm", "good"))
    assert answer.status_code == 409
    assert "校办主任" in answer.json()["message"]
    assert "这一层没有" in answer.json()["message"]
    assert Answer.objects.get(key="alarm").answer == "none"
    assert "校办主任 · " in text_of(gao.get(page_of(one))), "whose answer it is stands on the page"
    assert send(gao, one, said(one, "a1", "alarm", "good", after=answer.json()["offers"]["anew"])) == [200]
    assert (Answer.objects.get(key="alarm").answer, Sent.objects.count()) == ("good", 1)


def test_two_who_find_the_same_make_one_hazard_with_both_words(school, planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    rounds.go(actor=school.actor("zheng"), round_id=one.public_id, seen=[Given("sockets", "hazard", "插座烧焦")])
    finding = said(one, "a1", "sockets", "hazard", note="西墙的也烧焦")
    picture = said(one, "a2", "sockets", kind="picture", of="a1", file=photo())
    assert send(gao, one, finding, picture, said(one, "a3", "sockets", "good")) == [200, 200, 409]
    hazard = Hazard.objects.get()
    assert hazard.events.filter(verb="add").values_list("note", flat=True)[0] == "西墙的也烧焦"
    assert Attachment.objects.filter(about=hazard.reference).count() == 1


def test_a_round_that_is_over_takes_no_answer_but_a_finding_is_not_lost(school, planned, signed_in):
    one, zheng = due(planned), signed_in("zheng")
    signed_in("gao").post(page_of(one), all_good(one, do="finish"))
    finding = said(one, "a1", "sockets", "hazard", note="插座烧焦")
    answer = zheng.post(reverse("prevention:round-send", args=[one.public_id]), finding)
    assert (answer.status_code, answer.json()["offers"]) == (409, {"apart": True})
    assert send(zheng, one, finding | {"apart": "1"}, finding | {"apart": "1"}) == [200, 200]
    assert Hazard.objects.get().title == "插座烧焦"
    assert Answer.objects.get(key="sockets").answer == "good"


def test_what_is_wrong_is_said_and_nothing_half_is_kept(planned, signed_in):
    one, gao = due(planned), signed_in("gao")
    grave = said(one, "a1", "sockets", "hazard", severity="grave")
    picture = said(one, "a2", "sockets", kind="picture", of="a1", file=photo())
    old = said(one, "a3", "alarm", "good", ago=60 * 24 * 40)
    assert send(gao, one, grave, picture, old, said(one, "", "alarm", "good")) == [422, 409, 422, 422]
    assert send(gao, one, said(one, "x" * 41, "alarm", "good")) == [422], "a key that a phone of ours never makes"
    assert not Sent.objects.exists()
    assert send(gao, one, grave | {"interim": "closed-off"}, picture | {"file": photo()}) == [200, 200]
    assert send(signed_in("qingxi"), one, said(one, "a9", "alarm", "good")) == [404]
    assert send(signed_in("school-admin"), one, said(one, "a9", "alarm", "good")) == [404]


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_by_two_pages_at_once_is_heard_once(planned, signed_in):
    one = due(planned)
    people = [signed_in("gao") for _page in range(4)]

    def sends(person):
        try:
            return send(person, one, said(one, "a1", "sockets", "hazard", note="插座烧焦"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(sends, people)) == [[200]] * 4
    assert (Hazard.objects.count(), Sent.objects.count()) == (1, 1)
