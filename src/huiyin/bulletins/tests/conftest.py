"""A district in which something happens at a school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.bulletins.actions import beginning, telling, writing
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.actions.writing import Written
from huiyin.bulletins.models import Bulletin, Report
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to, passing
from huiyin.organisations.example import Example, build_example_district

MINUTES = dt.timedelta(minutes=1)
FOOD = {
    "course": "午餐后3名学生呕吐。",
    "sealed": "留样和餐具",
    "done": "停止供餐，送医。",
    "cause": "不清楚，等疾控采样",
}


@dataclass
class Chain:
    """What people of the chain do; the school's office (`zheng`) reports."""

    example: Example

    def actor(self, name: str):
        return self.example.actors[name]

    def began(self, kind: str = "food", ago: int = 10, who: str = "zheng", **known: Any) -> Bulletin:
        learned = time.now() - ago * MINUTES
        event = Event(kind, learned, known.pop("occurred_at", learned - 5 * MINUTES), "学校食堂", **known)
        return beginning.begin(actor=self.actor(who), event=event)

    def told(self, bulletin: Bulletin, body: str, who: str = "zheng", ago: int = 0) -> None:
        at = time.now() - ago * MINUTES
        telling.tell(
            actor=self.actor(who), bulletin_id=bulletin.public_id, body=body, way="phone", at=at, whom="值班室"
        )

    def sent(self, bulletin: Bulletin, stage: str = "first", who: str = "zheng", **changed: Any) -> Report:
        bulletin.refresh_from_db()
        return writing.send(
            actor=self.actor(who), bulletin_id=bulletin.public_id, version=bulletin.version,
            report=written(bulletin, stage, **changed),
        )  # fmt: skip

    def clocks(self, bulletin: Bulletin) -> dict[str, str]:
        """Name -> status, with “late” where its moment was missed."""
        found = Clock.objects.filter(subject_kind="bulletin", subject_id=bulletin.public_id).order_by("id")
        return {one.name: "late" if one.missed_at and not one.met_at else one.status for one in found}

    def notices(self, to: str) -> list[str]:
        """Titles of the notices that a post has got, in order."""
        return notices_to(self.example.posts[to].reference)


def written(bulletin: Bulletin, stage: str = "first", **changed: Any) -> Written:
    texts = {**FOOD, **changed.pop("texts", {})}
    numbers = {"affected": 8, "hospital": 1, "badly": 0, "dead": 0, **changed.pop("numbers", {})}
    occurred = changed.pop("occurred_at", bulletin.learned_at - 5 * MINUTES)
    return Written(stage, occurred, changed.pop("place", "学校食堂"), texts, numbers, **changed)


@pytest.fixture
def chain(db) -> Chain:
    return Chain(built_once("district", build_example_district))


@pytest.fixture
def later():
    """So many minutes after the beginning, and the sweep has come by."""
    with passing(MINUTES) as at:
        yield at
