"""Who took part, of hundreds: ticked by unit, kept through errors, signed on paper and typed back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.kernel import ledger
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.training import rules
from huiyin.training.actions import planning
from huiyin.training.models import Lesson, SignList
from huiyin.training.tests.conftest import FIXER, TEACHING, day


@pytest.fixture
def lesson(school) -> Lesson:
    return school.lesson(school.begun())


def page_of(lesson: Lesson, name: str = "lesson", *more: object) -> str:
    return reverse(f"training:{name}", args=[lesson.public_id, *more])


def ticked(page: str, name: str = "staff") -> set[str]:
    return set(re.findall(rf'name="{name}" value="([a-z0-9]+)" checked', page))


def unit_of(school, title: str) -> tuple[str, set[str]]:
    """A unit, and who of it holds a post."""
    unit = school.example.posts[f"school/{title}"].unit
    held = Appointment.objects.filter(post__unit=unit, ended_at=None)
    return unit.public_id, set(held.values_list("public_id", flat=True))


def said(lesson: Lesson, **more: object) -> dict[str, object]:
    lesson.refresh_from_db()
    return {"do": "hold", "version": lesson.version, "held_on": day(0), "people": "", **more}


def test_s24_a_unit_is_ticked_at_once_without_script(school, lesson, signed_in):
    unit, people = unit_of(school, FIXER)
    alone = school.appointment(TEACHING)
    signed_in("gao").post(page_of(lesson), said(lesson, staff=[alone], staff_unit=[unit]))
    assert set(lesson.taken.values_list("appointment__public_id", flat=True)) == people | {alone}


def test_ones_ticks_are_kept_when_something_is_wrong_or_somebody_was_faster(school, lesson, signed_in):
    gao, (unit, people) = signed_in("gao"), unit_of(school, FIXER)
    sent = said(lesson, staff=[school.appointment(TEACHING)], staff_unit=[unit])
    wrong = gao.post(page_of(lesson), sent | {"held_on": day(1)})
    assert wrong.status_code == 422
    assert ticked(text_of(wrong)) == people | {school.appointment(TEACHING)}
    assert ticked(text_of(wrong), "staff_unit") == {unit}
    wanted = school.wanted(about="先看图。")
    planning.change_lesson(
        actor=school.actor("zheng"), lesson_id=lesson.public_id, version=lesson.version, wanted=wanted
    )
    faster = gao.post(page_of(lesson), sent)
    assert faster.status_code == 409
    assert ticked(text_of(faster)) == people | {school.appointment(TEACHING)}
    version = re.search(r'name="version" value="(\d+)"[^>]*id="id_hold_version"', text_of(faster))
    assert version is not None
    assert gao.post(page_of(lesson), sent | {"version": version[1]}).status_code == 302, "sent again as it stands there"


def test_whoever_left_meanwhile_is_named_and_the_others_stay_ticked(school, lesson, signed_in):
    gone = Appointment.objects.get(post=school.example.posts["school/分管副校长"], deputy=False)
    end_appointment(actor=school.actor("school-admin"), appointment=gone.public_id)
    sent = said(lesson, staff=[gone.public_id, school.appointment(TEACHING)])
    page = signed_in("gao").post(page_of(lesson), sent)
    assert page.status_code == 422
    assert ticked(text_of(page)) == {school.appointment(TEACHING)}


def test_s24_a_list_is_printed_signed_and_typed_back(school, lesson, signed_in):
    gao = signed_in("gao")
    assert gao.post(page_of(lesson, "print_list")).headers["Location"] == page_of(lesson, "sign_list", 1)
    sheet = text_of(gao.get(page_of(lesson, "sign_list", 1)))
    rows = SignList.objects.get().rows
    assert [int(number) for number in re.findall(r'class="no">(\d+)<', sheet)] == list(range(1, len(rows) + 1))
    form = page_of(lesson, "typed_back", 1)
    assert gao.get(form, {"rows": f"1-{len(rows) + 1}"}).status_code == 422, "no such row"
    way = gao.get(form, {"rows": "2，4", "but": "on"})
    shown = gao.get(way.headers["Location"].split("#")[0])
    there = {key for place, key in enumerate(rows, 1) if place not in (2, 4)}
    assert ticked(text_of(shown)) == there
    gao.post(page_of(lesson), said(lesson, staff=sorted(there)))
    assert set(lesson.taken.values_list("appointment__public_id", flat=True)) == there
    late = text_of(gao.get(gao.get(form, {"rows": "1-3"}).headers["Location"].split("#")[0]))
    assert ticked(late) == {rows[1]}, "the others have it"
    assert "1, 3" in late
    assert ledger.verify().ok


def test_a_list_is_for_who_writes_down_that_the_lesson_was_held(school, lesson, signed_in):
    signed_in("zheng").post(page_of(lesson, "print_list"))
    for who in ("school-admin", "dudao", "qingxi"):
        assert signed_in(who).post(page_of(lesson, "print_list")).status_code == 404
        assert signed_in(who).get(page_of(lesson, "sign_list", 1)).status_code == 404
        assert signed_in(who).get(page_of(lesson, "typed_back", 1)).status_code == 404
    assert "typed" not in text_of(signed_in("school-admin").get(page_of(lesson)))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1-3, 7", (1, 2, 3, 7)),
        ("２ 至 ４、9；3", (2, 3, 4, 9)),
        ("5 – 6\n1", (1, 5, 6)),
        ("", ()),
        ("0", None),
        ("3-1", None),
        ("11", None),
        ("1-", None),
        ("一", None),
    ],
)
def test_rows_are_read_as_people_type_them(text, rows):
    assert rules.rows_of(text, 10) == rows
    if rows:
        assert rules.rows_of(rules.rows_text(rows), 10) == rows
