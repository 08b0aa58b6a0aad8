"""The main job: raised, registered, answered in law's time, and confirmed by the person who raised it."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases import drafts, receipts
from huiyin.cases.actions import (
    closing,
    erasure,
    handling,
    identity,
    intake,
    receipt_codes,
    replying,
    sealing,
    sorting,
)
from huiyin.cases.models import Case, Concern
from huiyin.cases.queries import lists
from huiyin.cases.rules import Answers, show_code
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.rules import CannotExtend
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.procedures.engine import NotPossible


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


def test_sent_twice_is_one_concern_and_the_same_receipt(office):
    receipt = office.raised()
    token = office.drafts[receipt.code]
    answers = Answers(organisation=office.example.organisations["bureau"].public_id, text="再点一次")
    again = intake.submit(token=token, answers=answers, identity=Identity())
    assert again == receipt
    assert Concern.objects.count() == 1


def test_the_code_must_be_noted_down(office):
    receipt = office.raised()
    token = office.drafts[receipt.code]
    with pytest.raises(BadInput):
        receipt_codes.confirm_kept(token=token, last_four="2222")
    receipt_codes.confirm_kept(token=token, last_four=receipt.code[-4:].lower())
    assert receipts.in_force(receipt.concern).kept_at is not None
    with pytest.raises(Refused):  # the browser has forgotten it
        receipt_codes.confirm_kept(token=token, last_four=receipt.code[-4:])


def test_accepting_starts_sixty_days_and_tells_the_person(office):
    case = office.accepted(office.raised())
    close = office.clock(case, "close")
    assert (close.length, close.unit, close.article) == (60, "days", "art. 34")
    assert (close.due_on - close.started_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date()).days == 60
    assert office.clock(case, "notify_direct").status == "met"
    assert case.letters.get().kind == "accept"


def test_a_missed_date_shows_goes_up_and_counts(office, days):
    receipt = office.raised()
    case = office.assigned(receipt)
    days(61)
    case = office.fresh(receipt)
    close = office.clock(case, "close")
    assert close.missed_at is not None
    assert close.is_open  # still owed
    line = case.events.filter(verb="missed", public=True, data__clock=close.public_id).get()
    assert line.data["told"] == "分管副局长"
    told = Notice.objects.filter(to=office.example.posts["bureau/分管副局长"].reference)
    assert any(case.public_id == item.context["case"] for item in told)
    assert Clock.objects.filter(subject_id=case.public_id, name="supervise:close", status="running").exists()
    assert ledger.verify().ok


def test_nobody_can_let_a_case_die_in_silence(office, days):
    """Whatever is left undone, a clock with an owner runs, for two years."""
    receipt = office.raised()
    for _month in range(24):
        days(31)
        case = office.fresh(receipt)
        assert Clock.objects.filter(subject_id=case.public_id, status="running", missed_at=None).exists()


def test_thirty_days_never_start_without_service(office, days):
    receipt = office.raised()
    case = office.answered(receipt)
    days(40)
    assert not Clock.objects.filter(subject_id=case.public_id, name="ask_review").exists()
    with pytest.raises(NotPossible):
        closing.ask_review(concern=receipt.concern, reasons="不服")
    replying.read_on_page(case_id=case.pk)
    assert office.clock(case, "ask_review").length == 30
    assert closing.ask_review(concern=receipt.concern, reasons="不服").step == "review"


def test_review_can_be_asked_in_time_only(office, days):
    receipt = office.raised()
    office.served(receipt)
    days(33)
    with pytest.raises(NotPossible):
        closing.ask_review(concern=receipt.concern, reasons="不服")


def test_service_recorded_later_counts_from_the_day_it_was_made(office, days):
    receipt = office.raised()
    case = office.answered(receipt)
    served = case.handled_at + dt.timedelta(days=1)
    days(3)
    worker = office.example.actors["jiang"]
    replying.serve(
        actor=worker,
        case_id=case.pk,
        version=office.fresh(receipt).version,
        channel="letter",
        served_at=served,
        proof="挂号回执",
    )
    assert office.clock(case, "ask_review").started_at == served


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


def test_not_settled_shows_and_names_the_way_up(office):
    receipt = office.raised()
    office.served(receipt)
    case = closing.say_not_settled(concern=receipt.concern, note="还是凉的")
    assert case.unsettled
    assert case.refused_at is not None


def test_extension_is_complex_once_thirty_days_and_told(office):
    receipt = office.raised()
    case = office.assigned(receipt, complex=True)
    worker, head = office.example.actors["jiang"], office.example.actors["he"]
    before = office.clock(case, "close").due_on
    with pytest.raises(BadInput):
        handling.ask_extension(actor=worker, case_id=case.pk, version=case.version, length=31, reason="调取进货单")
    request = handling.ask_extension(
        actor=worker, case_id=case.pk, version=case.version, length=30, reason="调取进货单"
    )
    handling.decide_extension(actor=head, public_id=request.public_id, approve=True)
    assert (office.clock(case, "close").due_on - before).days == 30
    assert case.letters.filter(kind="extend").exists()
    again = office.fresh(receipt)
    request = handling.ask_extension(actor=worker, case_id=case.pk, version=again.version, length=1, reason="再等等")
    with pytest.raises(CannotExtend):
        handling.decide_extension(actor=head, public_id=request.public_id, approve=True)


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


def test_nothing_that_names_a_person_stands_outside_of_the_vault(office):
    receipt = office.raised(text="我是林秀英，电话13800001111，住柳塘镇石桥村18号。食堂菜凉。")
    case = office.fresh(receipt)
    words = case.search_text.words
    for own in ("林秀", "秀英", "13800001111", "石桥村18"):
        assert own not in words
    assert Case.objects.filter(search_text__words__contains="食堂").exists()
    assert drafts.Token.from_cookie("x") is None


@pytest.fixture
def school(office):
    """The same people's work at a school, where the school's own procedure leads and the law's runs beside it."""
    office.at, office.desk, office.head = "school", "zheng", "xiaozhang"
    office.decider, office.worker, office.handler_post = "fang", "shen", "school/总务处副主任"
    return office


def test_at_a_public_school_both_procedures_run_to_the_end(school):
    receipt = school.raised()
    case = school.served(receipt)
    assert [(track.pack, track.background) for track in case.tracks.all()] == [("school-internal", False), ("xinfang-2022", True)]
    assert [track.state for track in case.tracks.all()] == ["panel_open", "review_open"]
    case = closing.say_settled(concern=receipt.concern)
    assert [track.state for track in case.tracks.all()] == ["settled", "settled"]
    assert ledger.verify().ok


def test_what_is_told_at_the_schools_counter_is_handled_without_the_written_procedure(school):
    desk = school.example.actors["zheng"]
    answers = Answers(organisation=school.example.organisations["school"].public_id, text="来访说热水九点就停")
    came = intake.Intake("visit", school.raised().concern.received_at, desk, read_back=True)
    receipt = intake.register_for(actor=desk, answers=answers, identity=Identity(), intake=came)
    case = school.served(receipt)
    assert [track.pack for track in case.tracks.all()] == ["school-internal"]
    assert case.handled_at is not None


def test_the_schools_own_date_is_never_later_than_the_laws(school):
    receipt = school.raised()
    case = school.assigned(receipt)
    assert school.clock(case, "decision").due_on <= school.clock(case, "close").due_on


def test_a_report_about_a_person_is_sealed_and_leaves_no_trace(office):
    receipt = office.raised(text="基教股股长收了家长的红包。")
    case = office.fresh(receipt)
    desk = office.example.actors["tang"]
    handling.say(concern=receipt.concern, text="他上周又收了。")
    case = office.fresh(receipt)
    sealing.seal(actor=desk, case_id=case.pk, version=case.version, seal_number="封2026-7", forwarded_to="临禾县纪委监委")
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
        erasure.erase_concern(actor=worker, concern_public_id=receipt.concern.public_id, ground="本人申请")
    closing.check_later(actor=worker, case_id=case.pk, version=case.version, result="kept", note="看了，账已贴出")
    erasure.erase_concern(actor=worker, concern_public_id=receipt.concern.public_id, ground="本人申请")
    assert not Concern.objects.exclude(text="").exists()
    assert ledger.verify().ok
    assert not lists.cases(office.example.actors["liang"], lists.Filters(query="伙食")).rows
