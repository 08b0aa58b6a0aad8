"""Which post needs which training: set by the office, told, counted by post, renewed before it runs out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.agenda import queries as agenda
from huiyin.duty.actions import settling
from huiyin.kernel import ledger
from huiyin.kernel.calendars.rules import add_months
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.models import Account
from huiyin.training import rules
from huiyin.training.actions import needing
from huiyin.training.models import Need
from huiyin.training.queries import needs
from huiyin.training.tests.conftest import FIXER, TEACHING, day


def wanted(school, **more: object) -> needing.Wanted:
    said = {
        "kind": "chosen", "topic": "fire", "months": 12, "post": school.post("校办主任"), "by_on": day(30), "name": "实验室",
        "posts": (school.post(TEACHING), school.post("分管副校长")),
    }  # fmt: skip
    return needing.Wanted(**{**said, **more})


@pytest.fixture
def need(school) -> Need:
    return needing.set_need(actor=school.actor("shen"), wanted=wanted(school))


def lacking(school) -> list[str]:
    return [one.post for row in needs.of_office(school.actor("zheng")) for one in row.lacking]


def open_clock(need: Need) -> Clock:
    return Clock.objects.get(subject_id=need.public_id, ended_at=None)


def test_s24_the_page_says_which_posts_still_lack_a_training_and_until_when_the_others_have_it(school, signed_in):
    desk = signed_in("zheng")
    said = {
        "topic": "fire", "kind": "chosen", "name": "实验室", "posts": [school.post(TEACHING), school.post("分管副校长")], "months": "12",
        "by_on": day(30), "post": school.post("校办主任"),
    }  # fmt: skip
    assert desk.post(reverse("training:needs"), said | {"name": ""}).status_code == 422
    assert desk.post(reverse("training:needs"), said).status_code == 302
    assert school.told(TEACHING) == ["Your post needs a training"]
    need = Need.objects.get()
    assert (open_clock(need).due_on, open_clock(need).owner) == (day(30), f"post:{school.post('校办主任')}")
    lesson = school.lesson(school.begun())
    page = text_of(desk.get(reverse("training:needs")))
    assert page.index("还缺的岗位") < page.index("分管副校长</span>")
    assert lesson.title in page, "where it can be taken"
    assert "还没有受过" in text_of(signed_in("gao").get(reverse("training:mine")))
    school.held(lesson, TEACHING)
    assert lacking(school) == ["分管副校长"]
    assert "还没有受过" not in text_of(signed_in("gao").get(reverse("training:mine")))
    assert open_clock(need).name == "take", "one still lacks it"
    school.held(school.lesson(lesson.programme), "分管副校长")
    assert not lacking(school)
    assert (open_clock(need).name, open_clock(need).due_on) == ("renew", add_months(day(0), 12))
    assert "已有的岗位" in text_of(desk.get(reverse("training:needs")))
    assert ledger.verify().ok


def test_when_it_runs_out_who_sees_to_it_is_told_before_and_after(school, need, later):
    lesson = school.lesson(school.begun())
    school.held(lesson, TEACHING, "分管副校长")
    out = (add_months(day(0), 12) - day(0)).days
    later(out - 13)
    assert school.told("校办主任") == ["A training that posts need is due soon"]
    later(out + 1)
    assert school.told("校办主任")[-1] == school.told("校长")[-1] == "Posts lack a training that they need"
    assert sorted(lacking(school)) == sorted([TEACHING, "分管副校长"])


def test_the_day_by_which_all_have_it_is_told_and_stands_in_the_agenda_without_posts(school, need, later, signed_in):
    monday = need.by_on - dt.timedelta(days=need.by_on.weekday())
    week = agenda.week(school.actor("gao"), monday)
    assert [due.title for due in week.days[need.by_on.weekday()].dues] == ["消防 · 实验室"]
    later(31)
    assert school.told("校办主任")[-1] == "Posts lack a training that they need"
    assert "消防 · 实验室" in text_of(signed_in("zheng").get(reverse("cases:day")))


def test_kinds_of_posts_follow_who_holds_them_and_who_takes_part_in_duty(school):
    def posts(kind: str) -> set[str]:
        row = needing.set_need(actor=school.actor("shen"), wanted=wanted(school, kind=kind))
        return {one.post for each in needs.of_office(school.actor("shen")) if each.need == row for one in each.posts}

    assert posts("leads") == {"校长", "分管副校长"}
    assert posts("desk") == {"校办主任"}
    assert posts("everybody") == {"校长", "分管副校长", "校办主任", FIXER, TEACHING, "系统管理员"}
    with pytest.raises(BadInput, match="没有人任职"):
        posts("duty")
    settling.take_in(actor=school.actor("zheng"), appointment=school.appointment(TEACHING), part="both")
    assert posts("duty") == {TEACHING}


def test_a_post_lacks_it_while_one_who_holds_it_does_and_what_was_taken_goes_along_to_another_post(school):
    needing.set_need(actor=school.actor("shen"), wanted=wanted(school, posts=(school.post(FIXER),)))
    lesson = school.lesson(school.begun())
    school.held(lesson, FIXER)
    row = needs.of_office(school.actor("shen"))[0]
    assert [(one.post, one.lacking, one.holders) for one in row.lacking] == [(FIXER, 1, 2)], "the deputy does"
    desk = Account.objects.get(username="zheng").appointments.get(deputy=False)
    school.held(school.lesson(lesson.programme), desk.post.title)
    assert not lacking(school), "taken in the other post"


def test_who_plans_reads_how_posts_stand_and_everybody_the_own_post(school, need, signed_in):
    for who, code in (("gao", 200), ("school-admin", 404), ("dudao", 404)):
        assert signed_in(who).get(reverse("training:needs")).status_code == code, who
    assert signed_in("school-admin").get(reverse("training:mine")).status_code == 200
    assert not needs.of_office(school.actor("qingxi"))
    with pytest.raises(Refused):
        needing.end_need(actor=school.actor("qingxi"), need_id=need.public_id)
    with pytest.raises(Refused):
        needing.set_need(actor=school.actor("school-admin"), wanted=wanted(school))


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"kind": "nobody"}, "kind"),
        ({"topic": "x"}, "topic"),
        ({"months": 0}, "months"),
        ({"by_on": day(-1)}, "by_on"),
        ({"name": " "}, "name"),
        ({"posts": ()}, "posts"),
        ({"post": "nobody2here4"}, "post"),
    ],
)
def test_what_is_wrong_is_said(school, more, place):
    with pytest.raises(BadInput) as wrong:
        needing.set_need(actor=school.actor("shen"), wanted=wanted(school, **more))
    assert wrong.value.place == place


def test_it_is_set_once_and_ended_on_the_page(school, need, signed_in):
    with pytest.raises(BadInput, match="已经"):
        needing.set_need(actor=school.actor("shen"), wanted=wanted(school))
    signed_in("zheng").post(reverse("training:needs"), {"do": "end", "need": need.public_id})
    need.refresh_from_db()
    assert need.ended_at is not None
    assert not Clock.objects.filter(subject_id=need.public_id, ended_at=None).exists()
    assert signed_in("zheng").post(reverse("training:needs"), {"do": "end", "need": need.public_id}).status_code == 404


@pytest.mark.parametrize(
    ("untils", "lacks", "until"),
    [
        ((), 0, None),
        ((None,), 1, None),
        (("2026-11-26",), 1, None),  # it ran out yesterday
        (("2026-11-27",), 0, "2026-11-27"),  # the last day
        (("2027-01-31", "2026-12-31"), 0, "2026-12-31"),
        (("2027-01-31", None), 1, None),
    ],
)
def test_how_a_post_stands(untils, lacks, until):
    read = dt.date.fromisoformat
    found = rules.standing("x", [read(one) if one else None for one in untils], read("2026-11-27"))
    assert (found.lacking, found.until) == (lacks, read(until) if until else None)
