"""The example's training: a school's programme of a year, some lessons held, one late, one dropped."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.organisations.example import Example
from huiyin.organisations.models import Appointment

from . import starters
from .actions import correcting, holding, needing, planning, quizzing
from .actions.holding import Held
from .actions.planning import Begun, Wanted
from .actions.quizzing import Question
from .models import Audience, Lesson, Programme, Status, Topic

BEGAN = 100  # days ago


def build_example_training(example: Example) -> None:
    """At a school: the year began some months ago."""
    today, desk = time.today("Asia/Shanghai"), example.actors["zheng"]
    teaching = example.posts["school/教导主任"].public_id
    first = today - dt.timedelta(days=BEGAN)
    with time.moved(dt.timedelta(days=-BEGAN)):
        programme = planning.begin(
            actor=desk,
            begun=Begun(
                f"{first:%Y}–{first.year + 1}学年安全与法治教育",
                first,
                first + dt.timedelta(days=364),
                teaching,
                "school",
            ),
        )
    past = list(programme.lessons.filter(due_on__lt=today).order_by("due_on", "id"))
    for number, lesson in enumerate(past[:-1]):
        _held(example, lesson, late=number == 1)
    jobs.sweep()
    _corrected(example, past[0])
    _dropped(example, programme)
    _asked(example)
    _needed(example)


def _held(example: Example, lesson: Lesson, *, late: bool) -> None:
    """By the head of teaching; the second one some days late."""
    staff = Appointment.objects.filter(post__unit__organisation=lesson.organisation, ended_at=None, deputy=False)
    if lesson.topic == Topic.NETWORK:  # some were not there: they lack it
        staff = staff.exclude(post__title__in=("校办主任", "系统管理员"))
    there = [one.public_id for one in staff] if lesson.audience != Audience.PUPILS else []
    held_on = lesson.due_on + dt.timedelta(days=3 if late else -2)
    ago = time.today("Asia/Shanghai") - held_on
    with time.moved(-max(ago, dt.timedelta(0))):
        lesson.refresh_from_db()
        people = 0 if lesson.audience == Audience.STAFF else 412
        held = Held(min(held_on, time.today("Asia/Shanghai")), people, there)
        holding.hold(actor=example.actors["gao"], lesson_id=lesson.public_id, version=lesson.version, held=held)


def _corrected(example: Example, lesson: Lesson) -> None:
    """A class had been counted twice."""
    lesson.refresh_from_db()
    assert lesson.held_on is not None
    right = correcting.Right(lesson.held_on, max((lesson.people or 0) - 41, 0), "四年级一班数了两次。")
    correcting.correct(actor=example.actors["gao"], lesson_id=lesson.public_id, version=lesson.version, right=right)


def _dropped(example: Example, programme: Programme) -> None:
    desk, post = example.actors["zheng"], example.posts["school/总务处副主任"].public_id
    wanted = Wanted("other", "实验室用电", Audience.PUPILS, "六年级", post, programme.last_on)
    lesson = planning.plan_lesson(actor=desk, programme_id=programme.public_id, wanted=wanted)
    planning.drop_lesson(
        actor=desk, lesson_id=lesson.public_id, version=lesson.version, why="实验室今年在修，明年再上。"
    )


def _needed(example: Example) -> None:
    """Every post needs fire and network, those of the canteen food, the window rights."""
    desk, posts = example.actors["zheng"], example.posts
    by_on = time.today("Asia/Shanghai") + dt.timedelta(days=30)
    office, canteen = posts["school/校办主任"].public_id, posts["school/总务处副主任"].public_id
    for wanted in (
        needing.Wanted("everybody", "fire", 12, office, by_on),
        needing.Wanted("chosen", "food", 12, canteen, by_on, "管食堂的岗位", (canteen,)),
        needing.Wanted("everybody", "network", 12, office, by_on),
        needing.Wanted("desk", "rights", 24, office, by_on),
    ):
        needing.set_need(actor=desk, wanted=wanted)


def _asked(example: Example) -> None:
    """Each lesson for staff that was held has its questions; those of the first were answered twelve times."""
    held = Lesson.objects.filter(status=Status.HELD).exclude(audience=Audience.PUPILS).order_by("id")
    for number, lesson in enumerate(held):
        ready = starters.questions(lesson.topic)
        said = [Question(f"q{place}", one.text, one.choices, one.right) for place, one in enumerate(ready, 1)]
        quiz = quizzing.set_quiz(
            actor=example.actors["gao"], lesson_id=lesson.public_id, questions=said, needed=max(len(said) - 1, 1)
        )
        for time_of in range(12 if number == 0 else 0):
            chosen = {place: one.right if time_of % 2 else 1 for place, one in enumerate(ready, 1)}
            quizzing.answer(actor=example.actors["shen"], quiz_id=quiz.public_id, chosen=chosen)
