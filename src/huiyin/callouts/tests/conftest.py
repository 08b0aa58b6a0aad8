"""A district whose people can be reached, and a school in which alarms are raised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.callouts.actions import calling, ending
from huiyin.callouts.models import Callout, Turn
from huiyin.callouts.schema import Cause
from huiyin.kernel import store, time
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import passing
from huiyin.organisations.example import Example, build_example_district
from huiyin.organisations.models import Account

MINUTE = dt.timedelta(minutes=1)
LIST = ("分管副校长", "校办主任", "教导主任")  # who is named, and the deputies
PHONES = {"fang": "13800000001", "zheng": "13800000002", "gao": "13800000003", "xiaozhang": "13800000004"}


def reachable() -> Example:
    example = build_example_district()
    for name in (*PHONES, "he", "dudao"):
        Account.objects.filter(username=name).update(email=f"{name}@school.example", phone=PHONES.get(name, ""))
    return example


@dataclass
class House:
    """Raises alarms, and knows who was called."""

    example: Example

    def actor(self, name: str) -> Any:
        return self.example.actors[name]

    def begin(self, cause: Cause = "incident", about: str = "incident:abc", titles: Any = LIST, **more: Any) -> Callout:
        posts = [self.example.posts[f"school/{title}"].reference for title in titles]
        with store.write():
            return calling.begin(
                cause=cause, about=about, organisation=self.example.organisations["school"], title="实验楼起火", named=posts,
                actor="post:somebody", at=time.now(), **more,
            )  # fmt: skip

    def over(self, about: str = "incident:abc") -> None:
        with store.write():
            ending.over(about=about, actor="post:somebody", at=time.now())

    def called(self, callout: Callout) -> list[str]:
        return list(callout.turns.order_by("id").values_list("post_title", flat=True))

    def turn(self, callout: Callout, title: str) -> Turn:
        return callout.turns.filter(post_title=title).latest("id")

    def sent_to(self, name: str) -> list[Notice]:
        """What leaves the house for somebody, or has left it."""
        rows = Notice.objects.filter(to=self.actor(name).account_reference).exclude(channel="in-app")
        return list(rows.order_by("id"))

    def link(self, name: str) -> str:
        """The address in the newest message to somebody, without the host."""
        return str(self.sent_to(name)[-1].context["link"]).removeprefix("https://school.example")


@pytest.fixture
def house(db: None, settings: Any) -> House:
    settings.CSRF_TRUSTED_ORIGINS = ["https://school.example"]
    return House(built_once("people who can be reached", reachable))


@pytest.fixture
def later() -> Iterator[Callable[[float], None]]:
    """So many minutes after the beginning, and two seconds; the sweep has come by."""
    with passing(MINUTE) as at:
        yield lambda minutes: at(minutes + 2 / 60)
