"""Who answers for how a case was handled: heard first, decided by a named body, carried out; never about a petitioner."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from huiyin.cases.rules import show_code
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.supervision import queries
from huiyin.supervision.actions import accounting
from huiyin.supervision.models import Accountability

from .conftest import opened


def held(office, case, *, post: str = "bureau/基教股股长") -> Accountability:
    supervision = opened(office, case)
    return accounting.hold_to_account(
        actor=office.example.actors["ducha"], supervision_id=supervision.public_id, version=supervision.version,
        post=office.example.posts[post].public_id if post else "", ground="late", facts="9月1日到期，到11月没有答复，也没有报延期。",
    )  # fmt: skip


def decision(**more: object) -> accounting.Decision:
    due_on = time.today("Asia/Shanghai") + dt.timedelta(days=20)
    given = {
        "consequence": "correction", "decided_by": "县政府常务会议", "reasons": "两次超期。", "ordered": "书面检查，改正。",
        "due_on": due_on, **more,
    }  # fmt: skip
    return accounting.Decision(**given)


def test_nothing_is_decided_before_the_post_was_heard_and_its_objection_is_answered(office, late):
    record = held(office, late)
    ducha, jiang = office.example.actors["ducha"], office.example.actors["jiang"]
    with pytest.raises(Conflict):
        accounting.decide(actor=ducha, public_id=record.public_id, version=record.version, decision=decision())
    record = accounting.be_heard(
        actor=jiang, public_id=record.public_id, version=record.version, text="供货商十月才给单据。", objects=True
    )
    with pytest.raises(BadInput) as told:
        accounting.decide(actor=ducha, public_id=record.public_id, version=record.version, decision=decision())
    assert told.value.place == "objection_answer"
    record = accounting.decide(
        actor=ducha,
        public_id=record.public_id,
        version=record.version,
        decision=decision(objection_answer="可以先报延期。"),
    )
    record = accounting.carried_out(
        actor=ducha, public_id=record.public_id, version=record.version, text="检查已交，制度已改。"
    )
    assert (record.standing, record.objected) == ("done", True)
    assert ledger.verify().ok


def test_who_says_nothing_by_the_day_has_had_the_chance(office, late, days):
    record = held(office, late, post="")
    days(45)  # working days, and the longest holidays may lie between
    record = accounting.decide(
        actor=office.example.actors["ducha"], public_id=record.public_id, version=record.version, decision=decision()
    )
    assert record.standing == "ordered"


@pytest.mark.parametrize(
    ("name", "sees"),
    [("ducha", True), ("jiang", True), ("he", True), ("liang", False), ("fazhi", False), ("zheng", False)],
)
def test_who_sees_a_record(office, late, name, sees):
    """Who keeps it, the post that it is about, the head of the office. No colleague."""
    record = held(office, late)
    actor = office.example.actors[name]
    if sees:
        assert queries.record(actor, record.public_id)[0] == record
        assert record in [row for row, _clock in queries.records(actor)]
    else:
        with pytest.raises(Refused):
            queries.record(actor, record.public_id)
        assert queries.records(actor) == ()


def test_nobody_speaks_for_another_post(office, late):
    record = held(office, late)
    with pytest.raises(Refused):
        accounting.be_heard(
            actor=office.example.actors["liang"], public_id=record.public_id, version=record.version, text="替他说", objects=False
        )  # fmt: skip


def test_the_person_reads_nothing_of_it(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    case.refresh_from_db()
    held(office, case)
    assert not case.events.filter(verb__startswith="accountability.", public=True).exists()
    client = Client()
    client.post("/s", {"code": show_code(receipt.code)})
    page = client.get("/status/").content.decode()
    assert "没有报延期" not in page
    assert "accountability" not in page
