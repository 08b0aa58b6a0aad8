"""What must be checked again and again: told before it runs out and after, good again when it was done."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.prevention.actions import keeping
from huiyin.prevention.actions.keeping import Done, Thing
from huiyin.prevention.models import Check, Equipment
from huiyin.prevention.tests.conftest import FIXER
from huiyin.prevention.tests.test_hazards import photo


def day(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


def thing(school, days: int = 40, **more: object) -> Thing:
    said = {
        "kind": "boiler",
        "name": "2号锅炉",
        "place": "锅炉房",
        "keeper": school.post("教导主任"),
        "check": "锅炉检验",
    }
    return Thing(**{**said, "valid_until": day(days), **more})


@pytest.fixture
def boiler(school) -> Equipment:
    return keeping.add_equipment(actor=school.actor("shen"), thing=thing(school))


def page_of(row: Equipment) -> str:
    return reverse("prevention:thing", args=[row.public_id])


def clock_of(row: Equipment) -> Clock:
    return Clock.objects.get(subject_id=row.checks.get(ended_at=None).public_id, ended_at=None)


def test_s22_a_check_is_told_before_it_runs_out_and_after_and_is_good_again_when_done(school, boiler, later, signed_in):
    later(11)
    assert school.told("教导主任") == ["A check runs out soon"]
    later(42)
    assert school.told("教导主任")[-1] == school.told("校长")[-1] == "A check has run out"
    gao = signed_in("gao")
    assert "2号锅炉" in text_of(gao.get(reverse("cases:day")))
    said = {
        "do": "done", "check_id": boiler.checks.get().public_id, "done_on": day(0).isoformat(), "firm": "特检所",
        "valid_until": day(700).isoformat(), "papers": [photo("证书.png")], "note": "合格",
    }  # fmt: skip
    assert gao.post(page_of(boiler), said | {"valid_until": ""}).status_code == 422
    assert gao.post(page_of(boiler), said | {"papers": [photo("证书.png")]}).status_code == 302
    assert clock_of(boiler).due_on == day(700)
    page = text_of(gao.get(page_of(boiler)))
    assert "特检所" in page
    paper = re.search(r'href="(/hazards/equipment/\w+/paper/\w+)"', page)
    assert gao.get(paper[1]).getvalue().startswith(b"\x89PNG")
    assert signed_in("qingxi").get(paper[1]).status_code == 404
    assert ledger.verify().ok


def test_what_the_law_gives_a_term_holds_no_longer(school, boiler):
    shen = school.actor("shen")
    with pytest.raises(BadInput, match="months"):
        keeping.add_equipment(actor=shen, thing=thing(school, kind="fire", months=24))
    fire = keeping.add_equipment(actor=shen, thing=thing(school, kind="fire", check="年度检测"))
    check = fire.checks.get()
    assert (check.months, clock_of(fire).article, clock_of(boiler).own_rule) == (12, "art. 16", True)
    keeping.check_done(actor=shen, check_id=check.public_id, done=Done(day(-1)))
    assert clock_of(fire).due_on > day(360)
    with pytest.raises(BadInput, match="valid_until"):
        keeping.check_done(actor=shen, check_id=check.public_id, done=Done(day(0), day(400)))
    with pytest.raises(BadInput, match="done_on"):
        keeping.check_done(actor=shen, check_id=check.public_id, done=Done(day(2), day(300)))


def test_what_had_run_out_already_is_late_at_once_and_stands_on_top(school, boiler, later, signed_in):
    keeping.add_equipment(actor=school.actor("shen"), thing=thing(school, -30, name="旧灭火器", kind="other"))
    later(0.01)
    assert school.told("校长") == ["A check has run out"]
    page = text_of(signed_in("gao").get(reverse("prevention:equipment")))
    assert page.index("旧灭火器") < page.index("2号锅炉")
    assert "2号锅炉" not in text_of(signed_in("gao").get(reverse("prevention:equipment") + "?kind=lift"))
    assert "2号锅炉" not in text_of(signed_in("qingxi").get(reverse("prevention:equipment")))


def test_the_keeper_checks_others_do_not_and_it_is_handed_on_and_retired(school, boiler, signed_in):
    check = boiler.checks.get().public_id
    with pytest.raises(Refused):
        keeping.check_done(actor=school.actor("school-admin"), check_id=check, done=Done(day(0), day(9)))
    shen, address = signed_in("shen"), page_of(boiler)
    said = {"version": 0, "do": "keeper", "keeper": school.post(FIXER)}
    assert signed_in("school-admin").post(address, said).status_code == 404
    assert shen.post(address, said).status_code == 302
    assert clock_of(boiler).owner == f"post:{school.post(FIXER)}"
    assert shen.post(address, said).status_code == 409
    more = {"version": 1, "do": "check", "check": "水质", "valid_until": day(20).isoformat(), "months": "6"}
    assert shen.post(address, more).status_code == 302
    assert shen.post(address, {"version": 2, "do": "retire", "why": ""}).status_code == 422
    assert shen.post(address, {"version": 2, "do": "retire", "why": "拆了，换了新的。"}).status_code == 302
    assert not Clock.objects.filter(subject_kind=keeping.CHECK, ended_at=None).exists()
    assert Check.objects.filter(ended_at=None).count() == 0
    assert "拆了，换了新的。" in text_of(shen.get(address))


def test_a_thing_is_added_on_a_page(school, signed_in):
    said = {
        "kind": "vehicle", "name": "1号校车", "place": "停车场", "keeper": school.post(FIXER), "check": "车辆检验",
        "valid_until": day(100).isoformat(), "months": "", "note": "",
    }  # fmt: skip
    shen = signed_in("shen")
    assert shen.post(reverse("prevention:new-thing"), said | {"name": ""}).status_code == 422
    page = text_of(shen.get(shen.post(reverse("prevention:new-thing"), said).url))
    assert "1号校车" in page
    assert "本单位自定" in page
    assert signed_in("school-admin").get(reverse("prevention:new-thing")).status_code == 404
