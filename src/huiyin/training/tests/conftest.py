"""A district, and a school that plans its lessons and holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.example import Example, build_example_district
from huiyin.organisations.models import Appointment
from huiyin.training.actions import holding, planning
from huiyin.training.actions.holding import Held
from huiyin.training.actions.planning import Begun, Wanted
from huiyin.training.models import Lesson, Programme

TEACHING, FIXER = "教导主任", "总务处副主任"


def day(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


@dataclass
class School:
    """Does what the people of the school do about training."""

    example: Example

    def actor(self, name: str):
        return self.example.actors[name]

    def post(self, title: str, office: str = "school") -> str:
        return self.example.posts[f"{office}/{title}"].public_id

    def appointment(self, title: str) -> str:
        return Appointment.objects.get(post=self.example.posts[f"school/{title}"], deputy=False).public_id

    def begun(self, starter: str = "", who: str = "zheng") -> Programme:
        begun = Begun("一年的安全教育", day(0), day(364), self.post(TEACHING), starter)
        return planning.begin(actor=self.actor(who), begun=begun)

    def wanted(self, **more: object) -> Wanted:
        said = {
            "topic": "fire",
            "title": "从哪里出去",
            "audience": "all",
            "for_whom": "全校",
            "post": self.post(TEACHING),
            "due_on": day(20),
        }
        return Wanted(**{**said, **more})

    def lesson(self, programme: Programme, who: str = "zheng", **more: object) -> Lesson:
        return planning.plan_lesson(actor=self.actor(who), programme_id=programme.public_id, wanted=self.wanted(**more))

    def held(self, lesson: Lesson, *posts: str, who: str = "gao", people: int = 30, on: int = 0) -> Lesson:
        lesson.refresh_from_db()
        held = Held(day(on), people, [self.appointment(one) for one in posts])
        return holding.hold(actor=self.actor(who), lesson_id=lesson.public_id, version=lesson.version, held=held)

    def told(self, title: str, office: str = "school") -> list[str]:
        """Titles of the notices that this post has got, in order."""
        return notices_to(f"post:{self.post(title, office)}")


@pytest.fixture
def school(db) -> School:
    return School(built_once("district", build_example_district))
