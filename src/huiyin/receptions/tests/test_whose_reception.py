"""Whose a reception is: who must not know of it, what one of several people reads, minutes as a letter, and what an erasure takes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import excluding, joining, sealing
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case, CaseEvent, Concern, Letter
from huiyin.cases.queries.status import letter_of, status_of
from huiyin.cases.rules import show_code
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by
from huiyin.cases.tests.conftest import erase_by_two
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.kernel.vault.identity import Identity
from huiyin.receptions.actions import booking, joint, promising, receiving, writing
from huiyin.receptions.models import Answer, Booking, Minutes, Need, Participant, Reception
from huiyin.receptions.queries import receptions as queries
from huiyin.tasks.queries import promised

from .conftest import days_of
from .scenes import TEXT, Room

pytestmark = pytest.mark.django_db


def test_who_turns_out_to_be_concerned_receives_nobody_about_it_and_the_office_above_owes_a_day(office, tomorrow):
    receipt = office.raised()
    case = office.assigned(receipt)
    wish = booking.Wish(slot=0, matter="问工龄", concern=receipt.concern)
    booking.book(day_id=tomorrow.public_id, wish=wish)
    receiving.ask_reception(concern=receipt.concern, kind="phone", words="请打电话")
    room = Room(office)
    room.do(joint.invite, organisation=office.example.organisations["township"].public_id)
    room.begun()
    keep_out(office, case)
    keep_out(office, room.case, "township/镇长")
    assert "reception:offer" not in owed_by(office, *KEPT_OUT)
    assert "reception:offer" in owed_by(office, "fuhe")
    county = office.example.organisations["county"]
    owed = Reception.objects.filter(case=case, status="asked")
    assert [row.organisation for row in owed] == [county], "one wish is enough for the place that was lost"
    assert not Booking.objects.filter(case=case, status="booked").exists()
    assert room.now.invitations.get().organisation == county
    for name in ("zhenzhang", "xinfang"):
        assert not owed_by(office, "zhenzhang")
        with pytest.raises(Refused):
            queries.page(office.example.actors[name], room.row.public_id)
    assert "invitation:acknowledge" in owed_by(office, "zhou")
    with pytest.raises(Refused):
        queries.page(office.example.actors["song"], owed.get().public_id)
    assert ledger.verify().ok


def test_a_booking_with_a_leader_who_turns_out_to_be_concerned_is_with_another_leader(office, tomorrow):
    receipt = office.raised()
    case = office.assigned(receipt)
    again = days_of(office, "bureau/督导员", ahead=2)
    booking.book(day_id=tomorrow.public_id, wish=booking.Wish(slot=0, concern=receipt.concern))
    case.exclusions.create(post=office.example.posts["bureau/登记员"])
    with store.write():
        held = locked(case.pk)
        doing = Doing(held, "exclude", "system:test", "", time.now())
        rows = excluding.bar(doing, [office.example.posts["bureau/分管副局长"].pk])
        note_only(doing, line=Line(), rows=rows)
    moved = Booking.objects.get(case=case)
    assert (moved.day, moved.status, moved.reason) == (again, "booked", "由其他同志接待您。")


def test_what_was_said_at_a_reception_goes_with_the_persons_data_and_the_ledger_still_verifies(office):
    room = Room(office).begun()
    word = "代课年限从一九九八年起算"
    receiving.ask_need(public_id=room.row.public_id, what=["hearing"], note=word, actor=room.desk)
    receiving.seat(actor=room.desk, public_id=room.row.public_id, label="来访人的女儿", consents=True)
    room.do(writing.write_minutes, text=writing.Text(word, "《信访工作条例》第34条。", word))
    room.do(writing.show_minutes, how="page")
    room.says("objects", word)
    room.do(writing.close)
    case = Case.objects.get(pk=room.case.pk)
    Case.objects.filter(pk=case.pk).update(bucket="done")
    erase_by_two(office.example.actors["jiang"], office.example.actors["he"], room.receipt.concern)
    rows = [room.now, *Minutes.objects.all(), *Answer.objects.all(), *Participant.objects.all(), *Need.objects.all()]
    assert not [row for row in rows if word in str(vars(row)) or "女儿" in str(vars(row))]
    assert not CaseEvent.objects.filter(case=case, note__contains=word).exists()
    assert not Participant.objects.filter(of_office=False, consents__isnull=False).exists()
    assert room.now.status == "closed", "that there was one, and how it ended, stays"
    assert ledger.verify().ok


def test_sealing_takes_the_words_of_receptions_and_ends_their_dates(office, tomorrow):
    room = Room(office).begun()
    booking.book(day_id=tomorrow.public_id, wish=booking.Wish(slot=0, matter="问工龄", concern=room.receipt.concern))
    room.do(writing.write_minutes, text=TEXT)
    version = Case.objects.get(pk=room.case.pk).version
    sealing.seal(actor=room.desk, case_id=room.case.pk, version=version, seal_number="07", forwarded_to="县纪委")
    assert (Minutes.objects.get().demands, Booking.objects.get().matter) == ("", "")
    assert (room.now.status, Booking.objects.get().status) == ("cancelled", "cancelled")
    assert not Clock.objects.filter(subject_kind="reception", ended_at=None).exists()
    assert ledger.verify().ok


def test_what_is_agreed_with_one_of_several_people_is_read_by_that_one_alone(office, tomorrow):
    room = Room(office)
    other = office.raised(text="五年级午饭菜是凉的，伙食费没有公布过账目。", identity=Identity(name="王二"))
    gone = office.fresh(other)
    joining.join_cases(actor=room.desk, case_id=gone.pk, other_id=room.case.pk, reason="同一个食堂的同一件事")
    mine, theirs = (Concern.objects.get(pk=one.concern.pk) for one in (room.receipt, other))
    booking.book(day_id=tomorrow.public_id, wish=booking.Wish(slot=0, concern=theirs))
    room.begun()
    office_id = office.example.organisations["bureau"].public_id
    day = time.today("Asia/Shanghai") + dt.timedelta(days=5)
    room.do(promising.promise, organisation=office_id, text="周五前把账单给林家看", due_on=day)
    assert [row.task.text for row in promised(mine)] == ["周五前把账单给林家看"]
    assert promised(theirs) == ()
    assert [one.reception.pk for one in queries.told(mine)] == [room.row.pk]
    assert queries.told(theirs) == ()
    assert {"receptions.begin", "task_give"} <= {line.verb for line in status_of(mine).happenings}
    assert "receptions.book" not in {line.verb for line in status_of(mine).happenings}
    seen = {line.verb for line in status_of(theirs).happenings}
    assert "receptions.book" in seen
    assert not {"receptions.begin", "receptions.promise", "task_give"} & seen


def test_agreed_minutes_are_a_numbered_letter_with_the_persons_word(office):
    room = Room(office).begun().shown()
    assert not Letter.objects.filter(kind="reception_minutes").exists(), "the person has not said their word yet"
    room.says("objects", "第二条不是我说的")
    letter = Letter.objects.get(kind="reception_minutes")
    assert "接笔" in letter.number
    assert "第二条不是我说的" in str(letter.parts)
    assert TEXT.law in str(letter.parts)
    found = letter_of(room.receipt.concern, letter.public_id)
    client = Client()
    client.post("/s", {"code": show_code(room.receipt.code)})
    page = client.get(reverse("cases:status-letter", args=[letter.public_id])).content.decode()
    assert found is not None
    assert "对笔录有不同意见" in page
    assert letter.number in page
    assert ledger.verify().ok


def test_a_visit_that_is_entered_when_it_is_over_is_read_by_all_who_were_registered_by_then_and_by_no_later_one(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    other, later = (
        office.raised(text="午饭是凉的，账也没有贴。", identity=Identity(name=name)) for name in ("王二", "李三")
    )
    desk = office.example.actors["liang"]
    joining.join_cases(actor=desk, case_id=office.fresh(other).pk, other_id=case.pk, reason="同一件事")
    over = receiving.Plan(
        kind="group", planned_for=time.now() - dt.timedelta(hours=3), place="三楼会议室", people=12, representatives=2
    )
    row = receiving.plan(actor=desk, plan=over, case=case)
    joining.join_cases(actor=desk, case_id=office.fresh(later).pk, other_id=case.pk, reason="同一件事")
    mine, theirs, new = (Concern.objects.get(pk=one.concern.pk) for one in (receipt, other, later))
    assert [one.reception.pk for one in queries.told(mine)] == [row.pk]
    assert [one.reception.pk for one in queries.told(theirs)] == [row.pk]
    assert queries.told(new) == ()


def test_minutes_of_a_group_visit_go_to_each_member_and_name_nobody(office):
    room = Room(office, kind="group", people=12, representatives=2)
    other = office.raised(text="午饭是凉的，账也没有贴。", identity=Identity(name="王二"))
    joining.join_cases(actor=room.desk, case_id=office.fresh(other).pk, other_id=room.case.pk, reason="同一件事")
    room.begun()
    room.do(writing.write_minutes, text=TEXT)
    room.do(writing.show_minutes, how="aloud")
    labels = [one.label for one in room.row.participants.filter(of_office=False)]
    for who, said, text in zip(labels, ("agrees", "objects"), ("", "工龄没有写进去"), strict=True):
        room.do(writing.take_answer, who=who, said=said, text=text)
    letter = Letter.objects.get(kind="reception_minutes")
    for receipt in (room.receipt, other):
        concern = Concern.objects.get(pk=receipt.concern.pk)
        page = letter_of(concern, letter.public_id)
        assert page is not None
        assert "工龄没有写进去" in str(page.parts)
        assert "林秀英" not in str(page.parts)
        assert "王二" not in str(page.parts)
