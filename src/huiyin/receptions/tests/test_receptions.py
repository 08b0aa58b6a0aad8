"""A reception from the wish to the agreed minutes; what the data refuse; who may not be there; the joint one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import erasure, excluding, joining, sealing
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case, CaseEvent, Concern, Exclusion, Letter
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.status import letter_of, status_of
from huiyin.cases.rules import show_code
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity
from huiyin.receptions.actions import booking, joint, promising, receiving, reporting, writing
from huiyin.receptions.models import Answer, Booking, Invitation, Minutes, Need, Participant, Reception, Recording
from huiyin.receptions.queries import receptions as queries
from huiyin.tasks.models import Task
from huiyin.tasks.queries import promised
from tests.pages import signed_in

from .conftest import days_of

pytestmark = pytest.mark.django_db

TEXT = writing.Text(
    "要求把代课年限算进工龄。", "《信访工作条例》第34条：受理之日起60日内办结。", "局里说明了材料缺什么。"
)


class Room:
    """Does the verbs of a reception as its people would."""

    def __init__(self, office, *, kind="visit", **more) -> None:
        self.office = office
        self.receipt = office.raised()
        self.case = office.assigned(self.receipt)
        self.desk = office.example.actors["liang"]
        plan = receiving.Plan(kind=kind, planned_for=time.now(), place="一楼接待室", **more)
        self.row = receiving.plan(actor=self.desk, plan=plan, case=self.case)

    @property
    def now(self) -> Reception:
        return Reception.objects.get(pk=self.row.pk)

    def do(self, action, **given):
        return action(actor=self.desk, public_id=self.row.public_id, version=self.now.version, **given)

    def begun(self) -> Room:
        self.do(receiving.begin, received_by=[self.office.example.posts["bureau/接待室主任"].public_id])
        return self

    def shown(self, how="page") -> Room:
        self.do(writing.write_minutes, text=TEXT)
        self.do(writing.show_minutes, how=how)
        return self

    def says(self, said, text=""):
        return writing.answer_minutes(concern=self.receipt.concern, public_id=self.row.public_id, said=said, text=text)


def test_s7_the_demands_and_the_law_stand_in_minutes_that_the_person_corrects_and_agrees_to(office):
    room = Room(office).begun()
    room.do(writing.write_minutes, text=writing.Text("要求补工资。"))
    with pytest.raises(BadInput) as told:
        room.do(writing.show_minutes, how="page")
    assert told.value.place == "law", "nobody goes home without the law explained"
    room.shown()
    room.says("corrects", "不是补工资，是算工龄。")
    assert room.now.status == "written"
    room.shown()
    room.says("agrees")
    assert room.now.status == "agreed"
    with pytest.raises(Conflict):
        room.do(writing.write_minutes, text=writing.Text("别的"))
    with pytest.raises(Conflict):
        room.says("objects", "又不同意了")
    [told_one] = queries.told(room.receipt.concern)
    assert told_one.minutes.demands == TEXT.demands
    assert list(Answer.objects.values_list("round", "said")) == [(1, "corrects"), (2, "agrees")]
    room.do(writing.close)
    assert ledger.verify().ok


def test_an_objection_is_kept_as_it_was_said_and_silence_is_filed_as_silence(office, days):
    room = Room(office).begun().shown()
    room.says("objects", "局长说过年底前解决，没有写进去。")
    assert room.now.status == "objected"
    room.do(writing.close)
    page = queries.page(room.desk, room.row.public_id)
    assert page.answers[0].text == "局长说过年底前解决，没有写进去。"
    silent = Room(office).begun().shown()
    with pytest.raises(Conflict):
        silent.do(writing.close)
    days(8)
    silent.do(writing.close)
    assert silent.now.minutes.agreed_at is None


def test_each_representative_is_heard_before_group_minutes_are_agreed(office):
    room = Room(office, kind="group", people=40, representatives=2).begun()
    labels = [one.label for one in room.row.participants.filter(of_office=False)]
    assert len(labels) == 2
    room.shown("aloud")
    with pytest.raises(Refused):  # who is of the group reads; the representatives speak for it
        room.says("agrees")
    room.do(writing.take_answer, who=labels[0], said="agrees")
    assert room.now.status == "shown"
    room.do(writing.take_answer, who=labels[1], said="agrees")
    assert room.now.status == "agreed"
    with pytest.raises(BadInput):
        Room(office, kind="group", representatives=6)


def test_the_data_refuse_a_home_visit_that_nobody_asked_for_and_six_representatives(office):
    room = Room(office)
    for wrong in (
        {"kind": "home", "place": ""},
        {
            "kind": "home",
            "place": "石桥村18号",
            "asked_by_person": True,
            "asked_words": "请来",
            "asked_through": "petitioner",
        },
        {"kind": "group", "representatives": 6},
    ):
        with pytest.raises(IntegrityError), store.write():
            Reception.objects.filter(pk=room.row.pk).update(**wrong)
    plan = receiving.Plan(kind="home", planned_for=time.now())
    with pytest.raises(BadInput):
        receiving.plan(actor=room.desk, plan=plan, case=office.fresh(room.receipt))
    receiving.ask_reception(concern=room.receipt.concern, kind="home", words="我腿脚不便，请到家里来。")
    assert Reception.objects.filter(kind="home", asked_by_person=True, place="").count() == 1


def test_nothing_is_recorded_unless_everybody_consents_and_one_no_stops_it(office):
    room = Room(office).begun()
    person = room.row.participants.get(of_office=False).label
    officer = room.row.participants.get(of_office=True).label
    receiving.seat(actor=room.desk, public_id=room.row.public_id, label=officer, consents=True)
    with pytest.raises(BadInput):
        room.do(receiving.begin_recording, what="sound")
    receiving.seat(actor=room.desk, public_id=room.row.public_id, label=person, consents=True)
    room.do(receiving.begin_recording, what="sound")
    receiving.seat(actor=room.desk, public_id=room.row.public_id, label="翻译", consents=False)
    assert Recording.objects.get().stopped_at
    with pytest.raises(IntegrityError), store.write():
        Recording.objects.create(reception=room.row, what="sound", present=3, consenting=2, began_at=time.now())


def test_who_must_not_know_of_the_case_neither_receives_nor_is_invited_nor_sees_it(office):
    room = Room(office)
    song, zhenzhang = office.example.posts["bureau/分管副局长"], office.example.posts["township/镇长"]
    for post in (song, zhenzhang):
        Exclusion.objects.create(case=room.case, post=post)
    with pytest.raises(BadInput):
        room.do(receiving.begin, received_by=[song.public_id])
    with pytest.raises(BadInput):
        room.do(joint.invite, organisation=office.example.organisations["township"].public_id)
    with pytest.raises(Refused):
        queries.page(office.example.actors["song"], room.row.public_id)
    listed = queries.lists(office.example.actors["song"])
    assert not any((listed.today, listed.asked, listed.coming, listed.open))
    assert queries.lists(office.example.actors["he"]).today
    absent = signed_in("song").get(reverse("receptions:reception", args=["nothing2here"]))
    hidden = signed_in("song").get(reverse("receptions:reception", args=[room.row.public_id]))
    assert (absent.status_code, hidden.status_code) == (404, 404)


def test_the_person_asks_and_the_office_owes_a_day_by_its_own_number(office, days):
    room = Room(office)
    row = receiving.ask_reception(
        concern=room.receipt.concern, kind="visit", words="想当面说清楚。", needs=["interpreter"]
    )
    clock = Clock.objects.get(subject_kind="reception", subject_id=row.public_id)
    assert (clock.own_rule, clock.length, clock.unit) == (True, 5, "working-days")
    days(12)
    clock.refresh_from_db()
    assert clock.missed_at
    assert room.case.events.filter(verb="missed", public=True, data__clock=clock.public_id).exists()
    row.refresh_from_db()
    receiving.offer(
        actor=room.desk, public_id=row.public_id, version=row.version, planned_for=time.now() + dt.timedelta(days=1), place="一楼"
    )  # fmt: skip
    clock.refresh_from_db()
    assert clock.status == "met"
    row.refresh_from_db()
    receiving.call_off(actor=room.desk, public_id=row.public_id, version=row.version, reason="停电")
    assert Clock.objects.filter(subject_id=row.public_id, name="offer", status="running").exists(), (
        "a day is still owed"
    )
    assert ledger.verify().ok


def test_s30_the_higher_office_receives_and_the_lower_one_comes(office, days):
    room = Room(office).begun()
    township = office.example.organisations["township"]
    guest = office.example.actors["xinfang"]
    with pytest.raises(Refused):
        visible_case(guest, room.case.public_id)
    room.do(joint.explain_competence, organisation=township.public_id, choice="joint")
    invitation = Invitation.objects.get()
    assert visible_case(guest, room.case.public_id).pk == room.case.pk
    assert [row.reception.pk for row in queries.lists(guest).invited] == [room.row.pk]
    days(0.3)
    invitation.refresh_from_db()
    assert invitation.told_up_at, "nobody answered: the inviting office and the one above both are told"
    head_of_county = office.example.posts["county/分管副县长"].reference
    assert Notice.objects.filter(to=head_of_county, template="cases/missed").exists()
    joint.acknowledge(actor=guest, invitation_id=invitation.public_id, version=invitation.version, officials="副镇长")
    invitation.refresh_from_db()
    joint.arrive(actor=guest, invitation_id=invitation.public_id, version=invitation.version)
    due = time.today("Asia/Shanghai") + dt.timedelta(days=3)
    room.do(promising.promise, organisation=township.public_id, text="先派两辆车接送", due_on=due)
    assert Task.objects.get().organisation == township
    assert Task.objects.get().promised
    room.shown()
    assert room.now.minutes.promised[0]["text"] == "先派两辆车接送"
    room.says("agrees")
    room.do(writing.close)
    with pytest.raises(Refused):
        visible_case(guest, room.case.public_id)
    assert queries.page(guest, room.row.public_id).minutes.agreed_at, "the same copy for both"
    assert ledger.verify().ok


def test_s27_the_desk_follows_receptions_and_reports_without_names_or_small_numbers(office):
    room = Room(office).begun()
    for _number in range(4):
        Room(office).begun()
    room.shown().says("agrees")
    client = signed_in("liang")
    page = client.get(reverse("receptions:report")).content.decode()
    assert "林秀英" not in page
    today = time.today("Asia/Shanghai").isoformat()
    sent = {"from_day": today, "until_day": today, "proposals": "每周增加一个接待日。", "do": "hand_in"}
    assert client.post(reverse("receptions:report"), sent).status_code == 302
    [report] = office_reports(office)
    assert (report.figures["receptions"], report.figures["agreed"]) == ("5", "<5")
    assert Notice.objects.filter(
        to=office.example.posts["bureau/局长"].reference, template="receptions/report"
    ).exists()
    day = time.today("Asia/Shanghai")
    with pytest.raises(Refused):
        reporting.hand_in_report(actor=office.example.actors["jiang"], from_day=day, until_day=day, proposals="")


def office_reports(office):
    from huiyin.receptions.queries.report import reports

    return reports(office.example.actors["he"])


def test_s17_who_comes_without_a_case_is_received_and_the_talk_is_put_into_the_file(office):
    desk = office.example.actors["liang"]
    plan = receiving.Plan(kind="visit", planned_for=time.now(), place="一楼", subject="代课年限")
    row = receiving.plan(actor=desk, plan=plan)
    post = office.example.posts["bureau/接待室主任"].public_id
    receiving.begin(actor=desk, public_id=row.public_id, version=0, received_by=[post])
    receipt = office.raised()
    row.refresh_from_db()
    receiving.attach_case(actor=desk, public_id=row.public_id, version=row.version, case=office.fresh(receipt))
    row.refresh_from_db()
    assert row.concern == receipt.concern
    client = signed_in("liang")
    answer = client.post(
        reverse("receptions:reception", args=[row.public_id]),
        {"do": "write", "version": row.version, "demands": TEXT.demands, "law": TEXT.law, "said": ""},
    )
    assert answer.status_code == 302
    stale = client.post(
        reverse("receptions:reception", args=[row.public_id]),
        {"do": "write", "version": row.version, "demands": "第二个人写的", "law": "", "said": ""},
    )
    assert stale.status_code == 409
    assert "第二个人写的" in stale.content.decode(), "what was typed stays"
    assert ledger.verify().ok


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
    erasure.erase_concern(
        actor=office.example.actors["jiang"], concern_public_id=room.receipt.concern.public_id, ground="本人申请"
    )
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
