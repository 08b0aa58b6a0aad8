"""A reception from the wish to the agreed minutes; what the data refuse; who may not be there; the joint one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from huiyin.cases.models import Exclusion
from huiyin.cases.queries.lists import visible_case
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.receptions.actions import joint, promising, receiving, reporting, writing
from huiyin.receptions.models import Answer, Invitation, Reception, Recording
from huiyin.receptions.queries import receptions as queries
from huiyin.tasks.models import Task
from tests.pages import signed_in

from .scenes import TEXT, Room

pytestmark = pytest.mark.django_db


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
