"""Who holds the code, who may open an identity, and what leaves no trace."""

from __future__ import annotations

import pytest

from huiyin.cases import drafts, jobs, receipts
from huiyin.cases.actions import (
    closing,
    drafting,
    erasure,
    handling,
    identity,
    intake,
    receipt_codes,
    sealing,
)
from huiyin.cases.models import Case, Concern, Draft
from huiyin.cases.queries import lists
from huiyin.cases.rules import Answers, show_code
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.vault.identity import Identity

from .conftest import erase_by_two


def test_the_code_opens_the_concern_however_it_is_typed(office):
    receipt = office.raised()
    for typed in (
        receipt.code,
        show_code(receipt.code),
        f" {receipt.code.lower()} ",
        show_code(receipt.code).replace("-", "－"),
    ):
        assert receipts.find(typed).concern == receipt.concern
    assert receipts.find(receipt.code[:-1] + ("2" if receipt.code[-1] != "2" else "3")) is None
    assert receipts.find("") is None


def test_the_code_must_be_noted_down(office):
    receipt = office.raised()
    token = office.drafts[receipt.code]
    with pytest.raises(BadInput):
        receipt_codes.confirm_kept(token=token, last_four="2222")
    receipt_codes.confirm_kept(token=token, last_four=receipt.code[-4:].lower())
    assert receipts.in_force(receipt.concern).kept_at is not None
    with pytest.raises(Refused):  # the browser has forgotten it
        receipt_codes.confirm_kept(token=token, last_four=receipt.code[-4:])


def test_opening_an_identity_needs_a_purpose_and_shows(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = office.example.actors["jiang"]
    concern = receipt.concern.public_id
    with pytest.raises(BadInput):
        identity.open_identity(actor=worker, concern_public_id=concern, purpose="", fields=["name"])
    with pytest.raises(Refused):  # the head of the bureau does not work on it
        identity.open_identity(
            actor=office.example.actors["he"], concern_public_id=concern, purpose="打电话核对", fields=["name"]
        )
    opened = identity.open_identity(
        actor=worker, concern_public_id=concern, purpose="打电话核对时间", fields=["name", "phone"]
    )
    assert (opened.name, opened.phone, opened.address) == ("林秀英", "13800001111", "")
    line = case.events.get(verb="open_identity")
    assert line.public
    assert line.note == "打电话核对时间"


def test_a_clerks_code_is_changed_at_first_use_and_a_lost_one_reissued_to_a_named_person(office):
    desk = office.example.actors["liang"]
    answers = Answers(organisation=office.example.organisations["bureau"].public_id, text="来访说工资没有发")
    case_time = office.raised().concern.received_at
    anonymous = intake.register_for(
        actor=desk, answers=answers, identity=Identity(), intake=intake.Intake("visit", case_time, desk, read_back=True)
    )
    assert receipts.in_force(anonymous.concern).must_change
    changed = receipt_codes.change_code(concern=anonymous.concern, token=drafts.Token.fresh())
    assert receipts.find(anonymous.code) is None
    assert not receipts.in_force(changed.concern).must_change
    with pytest.raises(BadInput):
        receipt_codes.reissue_code(actor=desk, concern_public_id=anonymous.concern.public_id, checked_how="看了身份证")
    named = office.raised()
    again = receipt_codes.reissue_code(actor=desk, concern_public_id=named.concern.public_id, checked_how="看了身份证")
    assert receipts.find(named.code) is None
    assert receipts.find(again.code).concern == named.concern
    assert named.concern.case.events.filter(verb="reissue_code", public=True).exists()


def test_nothing_that_names_a_person_stands_outside_of_the_vault(office):
    receipt = office.raised(text="我是林秀英，电话13800001111，住柳塘镇石桥村18号。食堂菜凉。")
    case = office.fresh(receipt)
    words = case.search_text.words
    for own in ("林秀", "秀英", "13800001111", "石桥村18"):
        assert own not in words
    assert Case.objects.filter(search_text__words__contains="食堂").exists()
    assert drafts.Token.from_cookie("x") is None


def test_a_report_about_a_person_is_sealed_and_leaves_no_trace(office):
    receipt = office.raised(text="基教股股长收了家长的红包。")
    case = office.fresh(receipt)
    desk = office.example.actors["tang"]
    handling.say(concern=receipt.concern, text="他上周又收了。")
    case = office.fresh(receipt)
    sealing.seal(
        actor=desk, case_id=case.pk, version=case.version, seal_number="封2026-7", forwarded_to="临禾县纪委监委"
    )
    for name in ("he", "song", "liang", "jiang", "dudao", "zhou", "ducha"):
        actor = office.example.actors[name]
        assert not any(row.public_id == case.public_id for row in lists.cases(actor, lists.Filters()).rows)
        assert not lists.cases(actor, lists.Filters(query="红包")).rows
        with pytest.raises(Refused):
            lists.visible_case(actor, case.public_id)
    assert lists.visible_case(desk, case.public_id).summary == ""
    assert not Concern.objects.exclude(text="").exists()
    states = dict(case.tracks.values_list("pack", "state"))
    assert states == {"xinfang-2022": "to_discipline", "discipline-2020": "forwarded"}
    assert office.clock(case, "receiver_receipt").owner == desk.reference
    assert ledger.verify().ok


def test_an_erasure_takes_the_words_and_leaves_the_proof(office):
    receipt = office.raised()
    case = office.served(receipt)
    worker = office.example.actors["jiang"]
    closing.say_settled(concern=receipt.concern)
    case = office.fresh(receipt)
    with pytest.raises(BadInput):
        erasure.ask_erasure(actor=worker, concern_public_id=receipt.concern.public_id, ground="本人申请")
    closing.check_later(actor=worker, case_id=case.pk, version=case.version, result="kept", note="看了，账已贴出")
    erase_by_two(worker, office.example.actors["he"], receipt.concern)
    assert not Concern.objects.exclude(text="").exists()
    assert ledger.verify().ok
    assert not lists.cases(office.example.actors["liang"], lists.Filters(query="伙食")).rows


def test_a_form_that_nobody_comes_back_to_is_forgotten_with_what_was_typed(office, forward):
    token = drafts.Token.fresh()
    drafting.save_draft(token=token, contents=drafts.DraftContents(answers={"text": "还没想好"}))
    assert jobs.forget_drafts(time.now()) == 0
    forward(15 * 86400)
    assert drafting.read_draft(token) is None
    assert jobs.forget_drafts(time.now()) == 1
    assert not Draft.objects.exists()
