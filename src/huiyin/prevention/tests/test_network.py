"""Network safety on one page: who answers for it, what is due, what is done first, and a gap that is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.agenda import queries as agenda
from huiyin.incidents.tests.conftest import in_force
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import appoint, end_appointment
from huiyin.organisations.models import Appointment
from huiyin.prevention.actions import charging, keeping, rounds
from huiyin.prevention.actions.charging import NETWORK
from huiyin.prevention.actions.keeping import Thing
from huiyin.prevention.models import Charge
from huiyin.prevention.tests.conftest import FIXER

TEACHING, HEAD = "教导主任", "校长"
GAP = "定由谁负责网络安全"
PAGE, SHEETS = reverse("prevention:network"), reverse("prevention:network-sheets")


def named(school, deputy: str = FIXER) -> Charge:
    return charging.name_charge(
        actor=school.actor("shen"), post=school.post(TEACHING), deputy=school.post(deputy) if deputy else ""
    )


def added(school, kind: str = "server", name: str = "教务服务器") -> None:
    until = time.today("Asia/Shanghai") + dt.timedelta(days=20)
    thing = Thing(kind, name, "机房", school.post(TEACHING), "恢复备份", until)
    keeping.add_equipment(actor=school.actor("shen"), thing=thing)


def clock() -> Clock:
    return Clock.objects.get(subject_kind=NETWORK, ended_at=None)


def leaves(school, title: str) -> None:
    held = Appointment.objects.get(post=school.example.posts[f"school/{title}"], deputy=False)
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)


def test_s21_who_answers_what_is_due_and_what_is_done_first_stand_on_one_page(school, signed_in):
    added(school)
    added(school, "boiler", "2号锅炉")
    starts = time.today("Asia/Shanghai")
    planned = rounds.Planned("starter:network", "四楼机房", "month", starts, school.post(TEACHING), school.post(FIXER))
    rounds.plan_inspection(actor=school.actor("shen"), planned=planned)
    shen = signed_in("shen")
    assert "这是空缺" in text_of(shen.get(PAGE))
    said = {"post": school.post(TEACHING), "deputy": school.post(TEACHING)}
    assert shen.post(PAGE, said).status_code == 422
    assert shen.post(PAGE, said | {"deputy": school.post("分管副校长")}).status_code == 302
    assert school.told(TEACHING)[-1] == "You answer for network safety"
    assert school.told("分管副校长") == ["You stand in for network safety"]
    page = text_of(signed_in("school-admin").get(PAGE))
    assert "这是空缺" not in page
    assert "教务服务器" in page
    assert "2号锅炉" not in page
    assert "四楼机房" in page
    assert "不关机，不重启" in page
    assert "本单位自定" in page
    assert f"{reverse('incidents:start')}?kind=network" in page
    assert ledger.verify().ok


def test_with_a_plan_in_force_page_and_sheet_say_its_first_minutes_and_start_it(school, signed_in):
    plan = in_force(school.example, "network").plan
    named(school)
    gao = signed_in("gao")
    for address in (PAGE, SHEETS):
        shown = text_of(gao.get(address))
        assert "拔掉网线、关掉无线，不关机、不重启，拍下屏幕" in shown
        assert "2分钟内" in shown
        assert shown.index("拔掉网线") < shown.index("断开出事的网段"), "the most urgent first"
        assert "隔离：拔网线" not in shown
        assert "止住：撤回消息" in shown, "no plan for a leak: the office's own"
    assert f"{reverse('incidents:start')}?plan={plan.public_id}" in text_of(gao.get(PAGE))
    assert gao.get(reverse("incidents:start"), {"plan": plan.public_id}).status_code == 200


def test_when_nobody_holds_the_post_who_stands_in_and_the_head_are_told_and_the_page_shows_the_gap(school, signed_in):
    named(school)
    head = signed_in("xiaozhang")
    leaves(school, TEACHING)
    for title in (FIXER, HEAD):
        assert school.told(title)[-1] == "Nobody holds a post that answers for network safety"
    assert Charge.objects.get(until=None).post.title == TEACHING, "given to nobody by itself"
    assert "这个岗位现在没有人" in text_of(head.get(PAGE))
    assert clock().owner == f"post:{school.post(HEAD)}"
    assert GAP in text_of(head.get(reverse("cases:day"))), "on the head's day until somebody is there again"
    assert GAP not in text_of(signed_in("shen").get(reverse("cases:day")))
    person = Appointment.objects.get(account__username="shen", deputy=False).account.public_id
    appoint(
        actor=school.actor("school-admin"), account=person, post=school.post(TEACHING), deputy=True,
        from_on=time.today("Asia/Shanghai"),
    )  # fmt: skip
    assert not Clock.objects.filter(subject_kind=NETWORK, ended_at=None).exists(), "somebody holds it again"


def test_things_without_anybody_who_answers_for_them_are_owed_a_name_by_the_head(school, signed_in, later):
    head = signed_in("xiaozhang")
    added(school, "boiler", "2号锅炉")
    assert not Clock.objects.filter(subject_kind=NETWORK).exists()
    added(school)
    added(school, "network", "无线")
    assert clock().due_on == time.today("Asia/Shanghai") + dt.timedelta(days=7)
    assert GAP in text_of(head.get(reverse("cases:day")))
    monday = clock().due_on - dt.timedelta(days=clock().due_on.weekday())
    dues = [due.url for one in agenda.week(school.actor("shen"), monday).days for due in one.dues]
    assert PAGE in dues
    later(8.1)
    for office, title in (("school", HEAD), ("bureau", "局长")):
        assert school.told(title, office)[-1] == "Still nobody answers for network safety"
    named(school)
    assert GAP not in text_of(head.get(reverse("cases:day")))
    assert ledger.verify().ok


def test_while_nobody_is_the_head_a_leader_of_the_house_owes_the_name(school):
    added(school)
    leaves(school, HEAD)
    assert clock().owner == f"post:{school.post('分管副校长')}", "no office above can name a post here"
    assert ledger.verify().ok


def test_who_keeps_the_register_names_the_post_and_nobody_else(school, signed_in):
    for who in ("school-admin", "qingxi"):
        with pytest.raises((Refused, BadInput)):
            charging.name_charge(actor=school.actor(who), post=school.post(TEACHING))
    assert signed_in("school-admin").post(PAGE, {"post": school.post(TEACHING), "deputy": ""}).status_code == 404
    named(school)
    named(school)
    assert Charge.objects.count() == 1, "set once more as it stands, nothing changes"
    named(school, deputy="")
    assert Charge.objects.filter(until=None).get().deputy is None
