"""Whoever is on duty knows at once: of an emergency that begins, and of a report that is late."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from huiyin.bulletins.actions import beginning
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.models import Bulletin
from huiyin.duty.tests.conftest import School, school_on_duty
from huiyin.incidents.actions import starting
from huiyin.incidents.actions.starting import What
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.models import Post

HOUR = dt.timedelta(hours=1)


@dataclass
class Night:
    """A night shift: the posts on it, who is in charge first."""

    begins: dt.timedelta
    posts: list[Post]

    def after(self, hours: int) -> AbstractContextManager[None]:
        return time.moved(self.begins + hours * HOUR)


@pytest.fixture
def school(db: None) -> School:
    return school_on_duty()


@pytest.fixture
def night(school: School) -> Night:
    """The head, who is told of everything, is not in charge of it."""
    roster, head = school.published(), school.members["xiaozhang"]
    shift = next(
        one for one in (school.shift(roster, day) for day in (1, 2)) if school.seat(one, leads=True).member != head
    )
    seats = shift.seats.filter(left_at=None).order_by("-leads")
    return Night(shift.begins_at - time.now(), [seat.member.appointment.post for seat in seats])


def test_an_emergency_at_night_is_told_to_who_is_on_duty(school: School, night: Night) -> None:
    with night.after(1):
        starting.start(actor=school.actor("gao"), what=What(title="宿舍楼冒烟", place="二号宿舍"))
    assert len(night.posts) > 1
    for post in night.posts:
        assert "An emergency has begun" in notices_to(post.reference), post.title


def test_a_late_report_is_told_to_who_is_in_charge_of_the_shift_but_nothing_about_a_child(
    school: School,
    night: Night,
) -> None:
    leader, *others = night.posts
    with night.after(1):
        food, _child = (begin(school, kind) for kind in ("food", "sexual"))
    with night.after(4):
        jobs.sweep()
    assert set(late(leader)) == {food.number}
    for post in others:
        assert not late(post), post.title


def begin(school: School, kind: str) -> Bulletin:
    at = time.now()
    return beginning.begin(actor=school.actor("gao"), event=Event(kind, at, at - HOUR, "宿舍"))


def late(post: Post) -> list[str]:
    """Numbers of the reports that the post was told are late."""
    found = Notice.objects.filter(to=post.reference, template="bulletins/bulletin")
    return [one.context["number"] for one in found if one.context["title"]["en"] == "A report is LATE"]
