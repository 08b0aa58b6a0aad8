"""Who opened a case: the head sees it by post and day, the person by number, and nobody anything by reader."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.cases.models import Case, CaseRead
from huiyin.cases.queries import reads
from huiyin.kernel import time
from huiyin.organisations.access import may
from huiyin.organisations.example import PASSWORD

from .conftest import Office

pytestmark = pytest.mark.django_db


def staff(username: str) -> Client:
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": username, "password": PASSWORD})
    return client


def page(username: str, case: Case) -> str:
    answer = staff(username).get(reverse("cases:case", args=[case.public_id]))
    return answer.content.decode() if answer.status_code == 200 else ""


def card(text: str) -> str:
    found = re.search(r'id="readers".*?</section>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


@pytest.fixture
def taken(office: Office):
    receipt = office.raised()
    return receipt, office.assigned(receipt)


def test_the_head_sees_by_post_and_day_and_nobody_else_does(office: Office, taken):
    _receipt, case = taken
    assert page("jiang", case)
    page("jiang", case)
    assert not card(page("jiang", case)), "not who works on it"
    assert not card(page("liang", case)), "nor the desk"
    shown = card(page("he", case))
    assert "蒋文" in shown
    assert shown.count("蒋文") == 1, "once a day, however often"
    assert str(time.today("Asia/Shanghai").day) in shown
    assert not may(office.example.actors["admin"], "see_readers", case)


def test_the_person_reads_how_many_posts_on_which_days_and_no_names(office: Office, taken, forward):
    receipt, case = taken
    person = Client()
    person.post("/s", {"code": receipt.code})
    assert not card(person.get("/status/").content.decode())
    page("jiang", case)
    page("he", case)
    forward(2 * 86400)
    page("jiang", case)
    person.post("/s", {"code": receipt.code})  # the half hour is over
    shown = card(person.get("/status/").content.decode())
    assert "2 个岗位" in shown
    assert "1 个岗位" in shown
    assert "蒋文" not in shown
    (later, earlier) = reads.read_on(receipt.concern)
    assert (later.day - earlier.day).days == 2
    assert (later.posts, earlier.posts) == (1, 2)


def test_who_may_not_read_leaves_no_trace_and_a_second_look_writes_nothing(office: Office, taken):
    _receipt, case = taken
    assert staff("admin").get(reverse("cases:case", args=[case.public_id])).status_code == 404
    assert not CaseRead.objects.exists()
    client = staff("jiang")
    address = reverse("cases:case", args=[case.public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert not [one["sql"] for one in asked if one["sql"].startswith("INSERT") and "caseread" in one["sql"]]
    assert CaseRead.objects.count() == 1
