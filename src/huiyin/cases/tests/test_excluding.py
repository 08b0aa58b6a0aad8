"""Somebody who works here turns out to be concerned by a case that they had: it goes up, and for them there is none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import handling
from huiyin.cases.models import Case
from huiyin.cases.queries.day import day_of
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.status import status_of
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by, read_by
from huiyin.cases.tests.conftest import Office
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import machine
from huiyin.organisations.actions.people import appoint
from huiyin.organisations.models import Account


def test_the_case_goes_to_the_office_above_and_nothing_of_it_is_left_with_who_is_concerned(office: Office) -> None:
    receipt = office.raised()
    case = office.assigned(receipt)
    handling.say(concern=receipt.concern, text="科长自己收了这笔钱。")
    assert owed_by(office, *KEPT_OUT)
    assert read_by(office, *KEPT_OUT)
    keep_out(office, case)
    case = office.fresh(receipt)
    assert case.office == office.example.organisations["county"]
    assert not owed_by(office, *KEPT_OUT)
    assert owed_by(office, "fuhe")
    assert not read_by(office, *KEPT_OUT)
    for name in KEPT_OUT:
        actor = office.example.actors[name]
        with pytest.raises(Refused):
            visible_case(actor, case.public_id)
        assert case.public_id not in str(day_of(actor))
    assert visible_case(office.example.actors["fuhe"], case.public_id)
    line = next(line for line in status_of(receipt.concern).happenings if line.verb == "exclude")
    assert (line.note, line.data) == ("", {"from": "临禾县人民政府"})
    assert ledger.verify().ok
    with pytest.raises(BadInput):
        keep_out(office, case)


def test_who_excludes_themselves_is_led_to_the_day_page_and_reads_no_more_of_it(office: Office) -> None:
    case = office.assigned(office.raised())
    browser = Client()
    assert browser.login(username="jiang", password=office.example.password)
    page = reverse("cases:verb", args=[case.public_id, "exclude"])
    post = office.example.posts["bureau/基教股股长"].public_id
    assert post in browser.get(page).content.decode()
    done = browser.post(page, {"version": Case.objects.get(pk=case.pk).version, "post": post})
    assert (done.status_code, done["Location"]) == (302, reverse("cases:day"))
    assert browser.get(page).status_code == 404


def test_who_comes_to_the_post_that_has_the_case_brings_along_what_they_must_not_know_of(office: Office) -> None:
    receipt = office.raised()
    keep_out(office, office.assigned(receipt))
    post = office.example.posts["county/复核承办"]
    assert owed_by(office, "fuhe")
    account = Account.objects.get(username="jiang").public_id
    today = time.today("Asia/Shanghai")
    appoint(actor=machine("people"), account=account, post=post.public_id, from_on=today, deputy=True)
    assert not owed_by(office, "fuhe")
    assert not read_by(office, "fuhe")
    assert owed_by(office, "zhou", "ducha")
