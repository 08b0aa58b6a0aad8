"""Late dates, lawful windows, more time, and the two procedures of a school."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.actions import (
    asking_review,
    closing,
    going_up,
    handling,
    intake,
    replying,
    sorting,
)
from huiyin.cases.rules import Answers
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.rules import CannotExtend
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.procedures.engine import NotPossible


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
        asking_review.ask_review(concern=receipt.concern, reasons="不服")
    replying.read_on_page(case_id=case.pk)
    assert office.clock(case, "ask_review").length == 30
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="不服")
    assert review.case.step == "review"


def test_a_review_that_is_asked_for_after_the_day_is_taken_as_a_late_request(office, days):
    receipt = office.raised()
    office.served(receipt)
    days(33)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="住院了，今天才看到")
    assert review.status == "late"
    assert not review.in_time
    assert office.clock(review.case, "answer_late").status == "running"


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


@pytest.fixture
def school(office):
    """The same people's work at a school, where the school's own procedure leads and the law's runs beside it."""
    office.at, office.desk, office.head = "school", "zheng", "xiaozhang"
    office.decider, office.worker, office.handler_post = "fang", "shen", "school/总务处副主任"
    return office


def test_at_a_public_school_both_procedures_run_to_the_end(school):
    receipt = school.raised()
    case = school.served(receipt)
    assert [(track.pack, track.background) for track in case.tracks.all()] == [
        ("school-internal", False),
        ("xinfang-2022", True),
    ]
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


def test_a_child_in_danger_opens_its_own_track_at_once(school):
    receipt = school.raised(text="我们班有人天天被打，今天被推下楼梯。")
    desk = school.example.actors["zheng"]
    case = school.fresh(receipt)
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category="01.01")
    wanted = sorting.Sorting("claim", "01.01", "被欺凌", 6, alerts=frozenset({"child_safety", "accident"}))
    case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
    assert {track.pack for track in case.tracks.all()} >= {"child-safety", "pupil-accident"}
    report = Clock.objects.filter(subject_id=case.public_id, name="report").first()
    assert report.unit == "immediate"
    assert report.owner.startswith("post:")


def test_a_late_case_can_be_taken_to_the_office_above_by_the_person(school, days):
    receipt = school.raised()
    school.assigned(receipt)
    with pytest.raises(BadInput):
        going_up.ask_superior(concern=receipt.concern)
    days(40)
    case = going_up.ask_superior(concern=receipt.concern)
    assert case.events.get(verb="ask_superior").data["told"] == "临禾县教育局"
    above = school.example.posts["bureau/督导员"].reference
    assert Notice.objects.filter(to=above, template="cases/staff").exists()
    with pytest.raises(Conflict):
        going_up.ask_superior(concern=receipt.concern)
