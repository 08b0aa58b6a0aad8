"""The main job: raised, registered, answered in law's time, and confirmed by the person who raised it."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases import receipts
from huiyin.cases.actions import (
    closing,
    handling,
    intake,
    replying,
    sorting,
)
from huiyin.cases.models import Concern
from huiyin.cases.rules import Answers
from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity


def test_from_the_first_word_to_settled(office):
    receipt = office.raised()
    case = office.served(receipt, outcome="explain")
    case = closing.say_settled(concern=receipt.concern)
    assert case.handled_at is not None
    assert case.agreed_by == "petitioner"
    assert case.checked_at is None  # three facts, counted apart
    assert ledger.verify().ok
    public = list(case.events.filter(public=True).values_list("verb", flat=True))
    assert public == ["raise", "register", "sort", "accept", "assign", "issue_reply", "serve", "confirm_settled"]


def test_sent_twice_is_one_concern_and_the_same_receipt(office):
    receipt = office.raised()
    token = office.drafts[receipt.code]
    answers = Answers(organisation=office.example.organisations["bureau"].public_id, text="再点一次")
    again = intake.submit(token=token, answers=answers, identity=Identity())
    assert again == receipt
    assert Concern.objects.count() == 1


def test_accepting_starts_sixty_days_and_tells_the_person(office):
    case = office.accepted(office.raised())
    close = office.clock(case, "close")
    assert (close.length, close.unit, close.article) == (60, "days", "art. 34")
    assert (close.due_on - close.started_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date()).days == 60
    assert office.clock(case, "notify_direct").status == "met"
    assert case.letters.get().kind == "accept"


def test_who_wrote_the_draft_cannot_approve_it(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    desk_and_decider = office.example.actors["he"]
    with pytest.raises(Refused):  # the head drafts nothing: that is not the head's verb
        replying.save_reply(actor=desk_and_decider, case_id=case.pk, reply_version=0, text=replying.ReplyText())


def test_a_reply_without_its_basis_is_not_handed_in(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = office.example.actors["jiang"]
    text = replying.ReplyText(outcome="explain", claim="公布账目", facts="已更换", decision="公布")
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    with pytest.raises(BadInput) as error:
        replying.submit_for_approval(actor=worker, case_id=case.pk, version=office.fresh(receipt).version)
    assert error.value.place == "basis"


def test_settled_by_staff_needs_the_signed_slip_and_is_counted_apart(office):
    receipt = office.raised()
    case = office.served(receipt)
    worker = office.example.actors["jiang"]
    with pytest.raises(BadInput):
        closing.record_settled(actor=worker, case_id=case.pk, version=case.version, slip="")
    case = closing.record_settled(actor=worker, case_id=case.pk, version=case.version, slip="11月20日签字，存卷3页")
    assert case.agreed_by == "signed-slip"


def test_messages_both_ways_have_their_own_clock(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    handling.say(concern=receipt.concern, text="饭还是凉的")
    assert office.clock(case, "answer_message").is_open
    worker = office.example.actors["jiang"]
    handling.answer(actor=worker, case_id=case.pk, version=office.fresh(receipt).version, text="保温台已换好")
    assert office.clock(case, "answer_message").status == "met"


def test_a_question_of_the_office_does_not_stop_its_own_clock(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = office.example.actors["jiang"]
    handling.ask_person(actor=worker, case_id=case.pk, version=case.version, question="是哪一天？")
    assert office.clock(case, "close").status == "running"
    handling.say(concern=receipt.concern, text="上周三")
    assert case.messages.filter(asks=True, answered_at__isnull=False).exists()


def test_consulting_another_unit_has_an_inner_clock(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = office.example.actors["jiang"]
    unit = office.example.units["bureau/政策法规股"]
    asked = handling.consult(
        actor=worker, case_id=case.pk, version=case.version, unit=unit.public_id, question="有没有依据？"
    )
    assert office.clock(case, "consultation").is_open
    handling.answer_consultation(actor=office.example.actors["fazhi"], public_id=asked.public_id, text="有，第28条。")
    assert office.clock(case, "consultation").status == "met"
    with pytest.raises(Conflict):
        handling.answer_consultation(actor=office.example.actors["fazhi"], public_id=asked.public_id, text="再答")


def test_refusing_needs_a_reason_and_the_next_door(office):
    receipt = office.raised()
    desk, head = office.example.actors["liang"], office.example.actors["he"]
    case = office.fresh(receipt)
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category="01.01")
    wanted = sorting.Sorting(kind="claim", category="01.01", title="医保", claim_channel=6)
    case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
    with pytest.raises(BadInput):
        sorting.refuse(
            actor=head, case_id=case.pk, version=case.version, reason="不归教育", elsewhere=sorting.Elsewhere("")
        )
    case = sorting.refuse(
        actor=head,
        case_id=case.pk,
        version=case.version,
        reason="不归教育（条例23条）",
        elsewhere=sorting.Elsewhere("县医保局", "文昌路9号"),
    )
    letter = case.letters.get()
    assert "县医保局" in str(letter.parts)


def test_passed_on_inside_the_installation_the_code_goes_along(office):
    receipt = office.raised()
    desk = office.example.actors["liang"]
    case = office.fresh(receipt)
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category="01.01")
    wanted = sorting.Sorting(kind="claim", category="01.01", title="路灯", claim_channel=6, competent=False)
    case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
    there = sorting.Elsewhere("", organisation=office.example.organisations["township"].public_id)
    sorting.transfer(actor=desk, case_id=case.pk, version=case.version, reason="道路由镇政府管", elsewhere=there)
    found = receipts.find(receipt.code).concern
    assert found.case.organisation.short_name == "柳塘镇政府"
    assert found.case.origin_id == case.pk
    assert office.clock(found.case, "notify_transferred").length == 15
    assert office.clock(found.case, "object").unit == "working-days"
    assert office.clock(case, "report_back").is_open
    assert ledger.verify().ok


def test_two_people_at_once_one_is_told(office):
    receipt = office.raised()
    case = office.fresh(receipt)
    desk = office.example.actors["liang"]
    sorting.register(actor=desk, case_id=case.pk, version=case.version, category="01.01")
    with pytest.raises(Conflict):
        sorting.register(actor=desk, case_id=case.pk, version=case.version, category="01.01")


def test_a_suggestion_gets_an_answer_too(office):
    receipt = office.raised(text="建议课后服务加一个木工组，我可以来教。")
    case = office.assigned(receipt, kind="suggestion", channel=None)
    assert office.clock(case, "answer_own").own_rule
    worker = office.example.actors["jiang"]
    text = replying.ReplyText(outcome="adopt", claim="加木工组", facts="有教室", decision="下学期开课")
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    replying.submit_for_approval(actor=worker, case_id=case.pk, version=office.fresh(receipt).version)
    replying.issue_reply(actor=office.example.actors["song"], case_id=case.pk, version=office.fresh(receipt).version)
    assert office.fresh(receipt).letters.filter(kind="suggestion").exists()


def test_a_stranger_gets_the_answer_of_what_is_not_there(office):
    case = office.assigned(office.raised())
    with pytest.raises(Refused):
        handling.ask_person(actor=office.example.actors["shen"], case_id=case.pk, version=case.version, question="？？")
    with pytest.raises(Refused):
        closing.file_note(actor=office.example.actors["admin"], case_id=case.pk, text="看一眼")


def test_who_works_on_it_is_told_that_the_person_wrote(office):
    receipt = office.raised()
    office.assigned(receipt)
    handling.say(concern=receipt.concern, text="饭还是凉的")
    told = Notice.objects.filter(to=office.example.posts["bureau/基教股股长"].reference).last()
    assert told.context["title"]["en"] == "The person wrote"
