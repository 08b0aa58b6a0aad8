"""The yearly work sheet: what is due, what was done in person, each with its record; nothing about petitioners."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from huiyin.cases.tests.conftest import NAMED, WORDS
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Refused
from huiyin.leaders import actions
from huiyin.leaders.jobs import keep_sheets
from huiyin.leaders.models import YearSheet
from huiyin.leaders.queries import sheet as sheets
from huiyin.organisations import actions as groups
from huiyin.organisations.models import Account

from .conftest import LEADER

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(led, office):
    """Duties in the leading group, and two steps of the leader."""
    posts, song = office.example.posts, office.example.actors["song"]
    groups.save_leading_group(
        actor=office.example.actors["he"], organisation=office.example.organisations["bureau"].public_id,
        name="信访工作领导小组",
        members=[groups.Member(posts[LEADER].public_id, "deputy", "每件疑难事项亲自研究；每月下去看一次。")],
    )  # fmt: skip
    day = time.today("Asia/Shanghai")
    for kind in ("study", "visit"):
        lead = led.lead
        actions.record_step(
            actor=song, lead_id=lead.public_id, version=lead.version, kind=kind, on=day, text="去食堂看了保温台。"
        )
    return led


def test_s5_the_sheet_shows_what_is_due_and_what_was_done_with_its_record(written, office):
    client = Client()
    client.force_login(Account.objects.get(username="song"))
    page = client.get("/leaders/sheet/").content.decode()
    assert "每件疑难事项亲自研究" in page, "as the leading group has it in writing"
    assert f"/cases/{written.case.public_id}/" in page, "the record behind it"
    for forbidden in (NAMED.name, WORDS[:10], written.fresh().title, written.fresh().summary):
        assert forbidden not in page
    found = sheets.sheet(office.example.actors["song"])
    assert {duty: len(rows) for duty, rows in found.done.items()} == {
        "study": 1, "deploy": 0, "inspect": 1, "solve": 0, "handle": 0,
    }  # fmt: skip


def test_s4_heads_and_those_above_read_it_and_nobody_beside(written, office):
    owner = office.example.posts[LEADER].public_id
    assert sheets.sheet(office.example.actors["he"], post=owner).due
    assert sheets.sheet(office.example.actors["ducha"], post=owner).due
    for who in ("liang", "jiang", "xiaozhang", "fang"):
        with pytest.raises(Refused):
            sheets.sheet(office.example.actors[who], post=owner)


def test_s5_when_the_year_has_ended_the_sheet_is_kept_as_it_stood(written, office, forward):
    year = time.today("Asia/Shanghai").year
    days = (dt.date(year + 1, 1, 2) - time.today("Asia/Shanghai")).days
    forward(days * 86400)
    while keep_sheets():
        pass
    assert keep_sheets() == 0
    kept = YearSheet.objects.get(post=office.example.posts[LEADER], year=year)
    assert len(kept.done) == 2
    groups.save_leading_group(
        actor=office.example.actors["he"], organisation=office.example.organisations["bureau"].public_id,
        name="另一个小组", members=[groups.Member(office.example.posts[LEADER].public_id, "member", "后来才写的")],
    )  # fmt: skip
    shown = sheets.sheet(office.example.actors["song"], year=year)
    assert shown.kept_at is not None
    assert "后来才写的" not in [one.text for one in shown.due]
    assert sum(len(rows) for rows in shown.done.values()) == 2
    assert ledger.verify().ok
