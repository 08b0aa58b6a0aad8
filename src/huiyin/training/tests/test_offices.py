"""Sums between levels: an office above reads of each school what the school reads of itself, in numbers of offices alone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.access.session import actor_of_appointment
from huiyin.organisations.models import Appointment, Organisation
from huiyin.training import rules
from huiyin.training.actions import holding, needing, planning
from huiyin.training.actions.holding import Held
from huiyin.training.models import Lesson
from huiyin.training.queries import needs, offices
from huiyin.training.queries import programmes as programme_queries
from huiyin.training.tests.conftest import day

SCHOOLS = {"school": (3, 1), "school-2": (2, 2), "primary": (4, 0)}  # so many lessons, of these held


def head_of(school, office: str):
    head = Appointment.objects.filter(post__unit__organisation=school.example.organisations[office], ended_at=None)
    return actor_of_appointment(head.get(post=school.example.organisations[office].head_post, deputy=False))


@pytest.fixture
def three(school, later):
    """Three schools on two levels, each with its year and with posts that need a training; one day has passed for some lessons."""
    for office, (planned, held) in SCHOOLS.items():
        head = head_of(school, office)
        post = Organisation.objects.get(pk=head.organisation_id).head_post.public_id
        year = planning.begin(actor=head, begun=planning.Begun("一年", day(0), day(300), post))
        for number in range(planned):
            wanted = planning.Wanted("fire", f"第{number}课", "all", "", post, day(5 if number < 2 else 90))
            lesson = planning.plan_lesson(actor=head, programme_id=year.public_id, wanted=wanted)
            if number < held:
                there = [Appointment.objects.filter(pk=head.appointment_id).get().public_id]
                holding.hold(actor=head, lesson_id=lesson.public_id, version=0, held=Held(day(0), 30, there))
        needing.set_need(actor=head, wanted=needing.Wanted("everybody", "fire", 12, post, day(30)))
    later(10)
    return school


def own(school, office: str) -> rules.Office:
    """What the school reads of itself: the report of its programme, and its page of needs."""
    head = head_of(school, office)
    programme = Lesson.objects.filter(organisation_id=head.organisation_id)[0].programme
    whole = programme_queries.programme(head, programme.public_id).report.whole
    return rules.Office(1, 0, whole.planned, whole.held, whole.late, *needs.posts(head))


def test_s24_each_level_reads_the_sums_of_what_each_school_reads_of_itself(three):
    said = {office: own(three, office) for office in SCHOOLS}
    assert [said[office].late for office in SCHOOLS] == [1, 0, 2]
    assert all(one.needed for one in said.values())
    assert said["school"].needed > said["school"].lacking > 0
    lessons = ("planned", "held", "late", "needed", "lacking")
    whole = {name: sum(getattr(one, name) for one in said.values()) for name in lessons}
    for who in ("he", "dudao", "ducha"):
        page = offices.page(three.actor(who))
        assert {name: getattr(page.whole, name) for name in lessons} == whole, who
        assert page.whole == sum((row.numbers for row in page.rows), rules.Office())
    for office, numbers in said.items():
        assert offices.page(head_of(three, office)).rows[0].numbers == numbers
    bureau = three.example.organisations["bureau"]
    county = offices.page(three.actor("ducha"))
    (row,) = [row for row in county.rows if row.office == bureau]
    assert row.below
    assert (
        row.numbers
        == offices.page(three.actor("ducha"), bureau.public_id).whole
        == offices.page(three.actor("he")).whole
    )


def test_the_page_has_numbers_of_offices_and_small_ones_by_handfuls(three, signed_in):
    page = text_of(signed_in("he").get(reverse("training:figures")))
    for row in offices.page(three.actor("he")).rows:
        assert row.office.name in page
    assert "太少" in page, "a school of few posts"
    names = Appointment.objects.filter(
        post__unit__organisation__in=[three.example.organisations[one] for one in SCHOOLS]
    )
    table = re.search(r"<table.*</table>", page, re.DOTALL)
    assert table is not None
    assert not [one for one in names.select_related("post") if f">{one.post.title}<" in table[0]]


def test_who_reads_no_office_below_reads_the_own_one_alone(three, signed_in):
    gao, other = signed_in("gao"), three.example.organisations["school-2"]
    page = text_of(gao.get(reverse("training:figures")))
    assert other.name not in page
    assert gao.get(reverse("training:figures"), {"office": other.public_id}).status_code == 404
    assert reverse("training:figures") not in text_of(gao.get(reverse("training:list")))
    assert reverse("training:figures") in text_of(signed_in("dudao").get(reverse("training:list")))
    assert signed_in("school-admin").get(reverse("training:figures")).status_code == 404


@pytest.mark.parametrize(
    ("number", "of", "shown"),
    [(0, 9, None), (3, 9, None), (0, 40, (0, 4)), (4, 40, (0, 4)), (5, 40, (5, 9)), (12, 40, (10, 14)), (40, 40, (36, 40)), (36, 40, (36, 40)),
     (35, 40, (35, 35)), (33, 39, (30, 34))],
)  # fmt: skip
def test_a_number_tells_no_post_and_neither_does_the_rest(number, of, shown):
    assert rules.handfuls(number, of) == shown
