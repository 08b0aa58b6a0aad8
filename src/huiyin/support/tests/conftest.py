"""A school with a post that supports, and somebody in hardship who asks for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.access import Actor
from huiyin.organisations.example import Example, build_example_district
from huiyin.support.actions import answering, asking, naming
from huiyin.support.actions.asking import Asked
from huiyin.support.models import Request

SUPPORTS, DEPUTY, HEAD = "教导主任", "分管副校长", "校长"
WORDS = "我妈妈住院了，这个月的课我上不完。"
FIRST = "知道了，课我们先调开，您先去医院。"


@dataclass
class School:
    """Does what the people of the school do about support. `code`: of the request that was asked last."""

    example: Example
    code: str = ""

    def actor(self, name: str) -> Actor:
        return self.example.actors[name]

    def post(self, title: str, office: str = "school") -> str:
        return self.example.posts[f"{office}/{title}"].public_id

    def named(self, deputy: str = DEPUTY) -> None:
        naming.name_supporter(
            actor=self.actor("xiaozhang"), post_id=self.post(SUPPORTS), deputy_id=self.post(deputy) if deputy else ""
        )

    def asked(self, words: str = WORDS, **more: Any) -> Request:
        organisation = self.example.organisations["school"].public_id
        row, self.code = asking.ask(organisation_id=organisation, asked=Asked(words, **more))
        return row

    def taken(self, **more: object) -> Request:
        row = self.asked(**more)
        return answering.take_on(actor=self.actor("gao"), request_id=row.public_id, words=FIRST)

    def told(self, title: str, office: str = "school") -> list[str]:
        """Titles of the notices that this post has got, in order."""
        return notices_to(f"post:{self.post(title, office)}")


def day(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


@pytest.fixture
def school(db: None) -> School:
    school = School(built_once("district", build_example_district))
    school.named()
    return school
