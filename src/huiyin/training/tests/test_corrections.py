"""A held lesson whose numbers were written down wrongly: corrected in sight, never overwritten, and the report says so."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.urls import reverse

from huiyin.kernel import ledger, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.training.actions import correcting, holding, needing
from huiyin.training.actions.correcting import Right
from huiyin.training.models import Correction, Lesson
from huiyin.training.tests.conftest import FIXER, TEACHING, day


@pytest.fixture
def lesson(school) -> Lesson:
    """Held today with 412 pupils and two of the staff."""
    return school.held(school.lesson(school.begun()), TEACHING, FIXER, people=412)


def corrected(school, lesson: Lesson, who: str = "gao", **more: object) -> Lesson:
    lesson.refresh_from_db()
    right = Right(**{"held_on": lesson.held_on, "people": lesson.people, "why": "多数了一个班。", **more})
    return correcting.correct(actor=school.actor(who), lesson_id=lesson.public_id, version=lesson.version, right=right)


def test_s24_what_was_written_down_wrongly_is_corrected_and_report_and_sheet_count_what_is_right(
    school, lesson, signed_in
):
    page, gao = reverse("training:lesson", args=[lesson.public_id]), signed_in("gao")
    said = {
        "do": "correct", "version": lesson.version, "held_on": day(0), "people": "371", "why": "多数了一个班。",
        "not_there": [school.appointment(FIXER)],
    }  # fmt: skip
    assert gao.post(page, said | {"why": " "}).status_code == 422
    assert gao.post(page, said).status_code == 302
    assert gao.post(page, said | {"not_there": []}).status_code == 409
    shown = text_of(gao.get(page))
    for word in ("371（原为412）", "1（原为2）", "多数了一个班。", f"不在场： {FIXER}"):
        assert word in shown
    assert FIXER not in text_of(signed_in("school-admin").get(page)), "who was there is for who writes it down"
    for name in ("programme", "printed"):
        report = text_of(gao.get(reverse(f"training:{name}", args=[lesson.programme.public_id])))
        assert "371（原为412）" in report
        assert "结束后" not in report
    assert "<b>371</b>" in text_of(gao.get(reverse("training:programme", args=[lesson.programme.public_id])))
    assert school.told("校长")[-1] == "What was written down of a held lesson was corrected"
    assert school.told(FIXER)[-1] == "Your post was noted by mistake as having taken a lesson"
    assert ledger.verify().ok


def test_the_report_of_a_programme_that_is_over_says_that_it_was_corrected_after_and_a_leader_answers_for_it(
    school, lesson, signed_in, later
):
    later(370)
    with pytest.raises(Refused):
        corrected(school, lesson, people=371)
    assert 'value="correct"' not in text_of(signed_in("gao").get(reverse("training:lesson", args=[lesson.public_id])))
    corrected(school, lesson, "fang", people=371)
    assert school.told(TEACHING)[-1] == "What was written down of a held lesson was corrected"
    for who, name in (("fang", "programme"), ("dudao", "programme"), ("fang", "printed")):
        report = text_of(signed_in(who).get(reverse(f"training:{name}", args=[lesson.programme.public_id])))
        assert "计划结束后更正了1处" in report


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({}, "people"),  # nothing is different
        ({"held_on": 1}, "held_on"),
        ({"held_on": -1}, "held_on"),  # before the programme
        ({"people": -1}, "people"),
        ({"people": 5, "why": "找张老师13812345678"}, "why"),
        ({"not_there": ("nobody2here4",)}, "not_there"),
    ],
)
def test_what_can_not_have_been_so_is_said_and_nothing_is_written(school, lesson, wrong, place):
    if "held_on" in wrong:
        wrong = {"held_on": day(wrong["held_on"])}
    with pytest.raises(BadInput) as said:
        corrected(school, lesson, **wrong)
    assert said.value.place == place
    assert not Correction.objects.exists()


def test_each_correction_stands_and_the_database_keeps_what_it_said(school, lesson):
    for number in (371, 372):
        corrected(school, lesson, people=number)
    assert list(Correction.objects.values_list("people_before", "people")) == [(412, 371), (371, 372)]
    with pytest.raises(DatabaseError), store.write():
        Correction.objects.update(people_before=1)
    planned = school.lesson(lesson.programme, title="还没上")
    with pytest.raises(Conflict):
        corrected(school, planned, held_on=day(0), people=1)


def test_who_was_not_there_lacks_the_training_again_and_can_take_it_later(school, lesson):
    needed = needing.Wanted("chosen", "fire", 12, school.post(FIXER), day(30), "教学", (school.post(TEACHING),))
    need = needing.set_need(actor=school.actor("zheng"), wanted=needed)
    running = Clock.objects.filter(subject_id=need.public_id, ended_at=None)
    assert running.get().name == "renew"
    corrected(school, lesson, not_there=(school.appointment(TEACHING),))
    assert (running.get().name, running.get().due_on) == ("take", day(30))
    lesson.refresh_from_db()
    holding.add_staff(
        actor=school.actor("gao"), lesson_id=lesson.public_id, version=lesson.version, on=day(0), staff=[school.appointment(TEACHING)]
    )  # fmt: skip
    assert running.get().name == "renew"
    assert ledger.verify().ok


def test_another_day_moves_who_was_there_and_what_was_late_is_not(school, later):
    late = school.lesson(school.begun(), due_on=day(2))
    later(5)
    school.held(late, TEACHING)
    corrected(school, late, held_on=day(-4))
    late.refresh_from_db()
    assert late.held_on < late.due_on
    assert late.taken.get().on == late.held_on
