"""A district, and a school whose people write notices and read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from huiyin.announcements.actions import reading, writing
from huiyin.announcements.actions.writing import Wanted
from huiyin.announcements.models import Announcement, ClassPage
from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.example import Example, build_example_district
from huiyin.organisations.models import SchoolClass


def day(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


@dataclass
class School:
    """Does what the people of the school do about notices."""

    example: Example

    def actor(self, name: str):
        return self.example.actors[name]

    def post(self, title: str) -> str:
        return self.example.posts[f"school/{title}"].public_id

    def classes(self, number: int = 2) -> list[str]:
        found = SchoolClass.objects.filter(organisation=self.example.organisations["school"]).order_by("id")
        return list(found.values_list("public_id", flat=True)[:number])

    def written(self, who: str = "gao", **more: object) -> Announcement:
        said = {"title": "东楼梯封住两周", "text": "请走西楼梯。", "from_on": day(0), "until_on": day(14)}
        return writing.write(actor=self.actor(who), wanted=Wanted(**{**said, **more}))

    def asked(self, who: str = "gao", by: int = 5, **more: object) -> Announcement:
        """To every post of the house, which acknowledges it."""
        return self.written(who, everybody=True, acknowledge=True, by_on=day(by), **more)

    def to_parents(self, who: str = "gao", **more: object) -> Announcement:
        return self.written(
            who, **{"title": "流感多发", "text": "退热24小时后再来。", "classes": self.classes(), **more}
        )

    def read(self, row: Announcement, *names: str, number: int = 1) -> None:
        for name in names:
            reading.acknowledge(actor=self.actor(name), announcement_id=row.public_id, number=number)

    def page(self, place: int = 0) -> ClassPage:
        return ClassPage.objects.get(school_class=self.classes()[place], closed_at=None)

    def told(self, title: str) -> list[str]:
        """Titles of the notices that this post has got, in order."""
        return notices_to(f"post:{self.post(title)}")


@pytest.fixture
def school(db) -> School:
    return School(built_once("district", build_example_district))
