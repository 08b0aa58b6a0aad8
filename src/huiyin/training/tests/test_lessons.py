"""A programme of a year: begun from a template, each lesson with a post and a day, held with numbers, told when it is late."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.agenda import queries as agenda
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.training.actions import holding, planning
from huiyin.training.actions.holding import Held
from huiyin.training.models import Lesson, Programme, Taken
from huiyin.training.tests.conftest import FIXER, TEACHING, day


def page_of(lesson: Lesson) -> str:
    return reverse("training:lesson", args=[lesson.public_id])


@pytest.fixture
def lesson(school) -> Lesson:
    return school.lesson(school.begun())


def test_s24_a_school_begins_its_year_from_a_template_holds_a_lesson_and_reads_the_report(school, signed_in):
    desk, gao = signed_in("zheng"), signed_in("gao")
    form = text_of(desk.get(reverse("training:new")))
    assert "食品安全法实施条例第28条" in form
    assert "本单位自定" in form
    said = {
        "starter": "school", "title": "2026–2027学年安全教育", "first_on": day(0), "last_on": day(364), "post": school.post(TEACHING),
    }  # fmt: skip
    assert desk.post(reverse("training:new"), said | {"title": ""}).status_code == 422
    assert desk.post(reverse("training:new"), said).status_code == 302
    programme = Programme.objects.get()
    topics = set(programme.lessons.values_list("topic", flat=True))
    assert topics == {"fire", "food", "network", "drowning", "traffic", "mind", "rights"}
    assert school.told(TEACHING) == ["You see to the lessons of a programme"], "once, not for each lesson"
    one = programme.lessons.filter(topic="fire", audience="pupils").first()
    assert Clock.objects.get(subject_id=one.public_id).due_on == one.due_on
    assert one.title in text_of(gao.get(reverse("training:list")))
    page = text_of(gao.get(page_of(one)))
    assert "突发事件应对法第43条" in page
    held = {
        "do": "hold",
        "version": one.version,
        "held_on": day(0),
        "people": "412",
        "staff": [school.appointment(TEACHING)],
    }
    assert gao.post(page_of(one), held).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.people, one.staff, one.ended_title) == ("held", 412, 1, TEACHING)
    assert Taken.objects.get().appointment.post.title == TEACHING
    report = text_of(gao.get(reverse("training:programme", args=[programme.public_id])))
    assert f"<b>1/{programme.lessons.count()}</b>" in report
    assert "<b>412</b>" in report
    sheet = text_of(gao.get(reverse("training:printed", args=[programme.public_id])))
    assert "412" in sheet
    assert one.title in sheet
    assert gao.post(page_of(one), held).status_code == 409
    assert ledger.verify().ok


def test_a_lesson_that_is_not_held_in_time_is_told_and_still_to_be_held(school, lesson, later, signed_in):
    later(7)
    assert school.told(TEACHING) == ["You see to a lesson", "A lesson is due soon"]
    later(22)
    assert school.told(TEACHING)[-1] == school.told("校长")[-1] == "A lesson was not held in time"
    report = text_of(signed_in("gao").get(reverse("training:programme", args=[lesson.programme.public_id])))
    assert "hy-tile--late" in report
    assert lesson.title in text_of(signed_in("gao").get(reverse("cases:day")))
    school.held(lesson)
    assert Clock.objects.get(subject_id=lesson.public_id).met_at is not None
    assert "晚了才上" in text_of(signed_in("gao").get(reverse("training:list")))


def test_it_stands_in_the_agenda_on_its_day_for_the_house_alone(school, lesson):
    monday = lesson.due_on - dt.timedelta(days=lesson.due_on.weekday())
    week = agenda.week(school.actor("shen"), monday)
    assert [(due.title, due.who) for due in week.days[lesson.due_on.weekday()].dues] == [(lesson.title, TEACHING)]
    assert agenda.week(school.actor("he"), monday).nothing


def test_who_sees_to_it_holds_it_and_who_plans_and_nobody_else(school, signed_in):
    programme = school.begun()
    mine = school.lesson(programme, post=school.post("分管副校长"))
    with pytest.raises(Refused):
        holding.hold(actor=school.actor("school-admin"), lesson_id=mine.public_id, version=0, held=Held(day(0), 5))
    with pytest.raises(Refused):
        planning.begin(
            actor=school.actor("school-admin"), begun=planning.Begun("x", day(0), day(9), school.post(FIXER))
        )
    assert signed_in("school-admin").get(page_of(mine)).status_code == 200, "everybody of the house reads it"
    assert signed_in("school-admin").post(page_of(mine), {"do": "drop", "why": "x", "version": 0}).status_code == 404
    assert signed_in("qingxi").get(page_of(mine)).status_code == 404
    assert signed_in("dudao").get(page_of(mine)).status_code == 200, "the supervisor of the office above reads it"
    assert signed_in("dudao").post(page_of(mine), {"do": "drop", "why": "x", "version": 0}).status_code == 404
    with pytest.raises(Refused):
        planning.plan_lesson(actor=school.actor("qingxi"), programme_id=programme.public_id, wanted=school.wanted())


@pytest.mark.parametrize(
    ("held", "place"),
    [
        (Held(day(1), 5), "held_on"),
        (Held(day(-1), 5), "held_on"),  # before the programme
        (Held(day(0), 0), "people"),
        (Held(day(0), -1), "people"),
        (Held(day(0), 5, ("nobody2here4",)), "staff"),
        (Held(day(0), 5, (), "家长电话13812345678"), "note"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(school, lesson, held, place):
    with pytest.raises(BadInput) as wrong:
        holding.hold(actor=school.actor("gao"), lesson_id=lesson.public_id, version=0, held=held)
    assert wrong.value.place == place
    lesson.refresh_from_db()
    assert lesson.status == "planned"


def test_staff_of_another_office_is_nobody_here(school, lesson):
    other = Appointment.objects.get(post=school.example.posts["school-2/校长"]).public_id
    with pytest.raises(BadInput):
        holding.hold(actor=school.actor("gao"), lesson_id=lesson.public_id, version=0, held=Held(day(0), 5, (other,)))


def test_another_day_runs_anew_and_another_post_owes_it(school, lesson, signed_in):
    zheng = signed_in("zheng")
    said = {
        "do": "change", "version": 0, "topic": "fire", "title": "从哪里出去", "audience": "all", "for_whom": "", "about": "",
        "post": school.post(FIXER), "due_on": day(40),
    }  # fmt: skip
    assert zheng.post(page_of(lesson), said | {"due_on": day(500)}).status_code == 422, "outside of the programme"
    assert zheng.post(page_of(lesson), said).status_code == 302
    running = Clock.objects.get(subject_id=lesson.public_id, ended_at=None)
    assert (running.due_on, running.owner) == (day(40), f"post:{school.post(FIXER)}")
    assert school.told(FIXER) == ["You see to a lesson"]
    assert school.told(TEACHING)[-1] == "Another post sees to this lesson now"
    assert zheng.post(page_of(lesson), said).status_code == 409


def test_it_is_dropped_with_a_reason_that_the_report_says(school, lesson, signed_in):
    zheng = signed_in("zheng")
    assert zheng.post(page_of(lesson), {"do": "drop", "version": 0, "why": " "}).status_code == 422
    zheng.post(page_of(lesson), {"do": "drop", "version": 0, "why": "操场在修。"})
    assert not Clock.objects.filter(subject_id=lesson.public_id, ended_at=None).exists()
    assert school.told(TEACHING)[-1] == "A lesson is not held"
    assert "操场在修。" in text_of(zheng.get(reverse("training:printed", args=[lesson.programme.public_id])))
    with pytest.raises(Conflict):
        school.held(lesson)


def test_materials_are_kept_with_the_lesson_and_read_in_the_house(school, lesson, signed_in):
    gao = signed_in("gao")
    paper = SimpleUploadedFile("路线.txt", "东门出去，到操场。".encode(), "text/plain")
    assert gao.post(page_of(lesson), {"do": "materials", "materials": []}).status_code == 422
    assert gao.post(page_of(lesson), {"do": "materials", "materials": [paper]}).status_code == 302
    page = text_of(signed_in("shen").get(page_of(lesson)))
    assert "路线.txt" in page
    address = page.split('href="' + page_of(lesson) + "materials/")[1].split('"')[0]
    assert "操场" in signed_in("shen").get(page_of(lesson) + "materials/" + address).getvalue().decode()
    assert signed_in("qingxi").get(page_of(lesson) + "materials/" + address).status_code == 404


def test_who_of_the_staff_took_it_later_is_added_and_nothing_is_taken_away(school, lesson, signed_in, later):
    school.held(lesson, TEACHING)
    later(3)
    gao = signed_in("gao")
    page = text_of(gao.get(page_of(lesson)))
    assert school.appointment(FIXER) in page
    assert f'name="staff" value="{school.appointment(TEACHING)}"' not in page, "it was there"
    lesson.refresh_from_db()
    said = {"do": "add_staff", "version": lesson.version, "on": day(0), "staff": [school.appointment(FIXER)]}
    assert gao.post(page_of(lesson), said).status_code == 302
    lesson.refresh_from_db()
    assert lesson.staff == 2
    with pytest.raises(BadInput):
        holding.add_staff(
            actor=school.actor("gao"), lesson_id=lesson.public_id, version=lesson.version, on=day(0),
            staff=[school.appointment(FIXER)],
        )  # fmt: skip


def test_when_nobody_holds_the_post_its_lessons_go_up(school, lesson):
    held = Appointment.objects.get(post=school.example.posts[f"school/{TEACHING}"], deputy=False)
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    lesson.refresh_from_db()
    assert lesson.post.title == "分管副校长"
    assert Clock.objects.get(subject_id=lesson.public_id).owner == lesson.post.reference
