"""A week of an office on one page: what of every room falls due, and nothing that the asker may not read."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.agenda import queries
from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.prevention.actions import keeping, registering
from huiyin.prevention.actions.keeping import Thing
from huiyin.prevention.actions.registering import Found

ZONE = "Asia/Shanghai"


@pytest.fixture
def example(db):
    return built_once("district of the agenda", build_example_district)


def signed_in(username: str) -> Client:
    browser = Client()
    browser.post(reverse("organisations:sign-in"), {"username": username, "password": PASSWORD})
    return browser


def monday(weeks: int = 0) -> dt.date:
    today = time.today(ZONE)
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=weeks)


def text_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def extinguishers(example, until: dt.date) -> None:
    keeping.add_equipment(
        actor=example.actors["zheng"],
        thing=Thing(
            "fire", "三楼灭火器", "教学楼三楼", example.posts["school/总务处副主任"].public_id, "年度检测", until
        ),
    )


def test_what_falls_due_stands_on_its_day_with_who_owes_it(example):
    day = monday(2) + dt.timedelta(days=2)
    extinguishers(example, day)
    week = queries.week(example.actors["gao"], monday(2))
    assert [(due.title, due.who) for due in week.days[2].dues] == [("三楼灭火器 · 年度检测", "总务处副主任")]
    national_day = queries.week(example.actors["gao"], dt.date(2026, 10, 5))
    assert [day.rest for day in national_day.days] == [True, True, True, False, False, False, True]
    assert not any(due for due in queries.week(example.actors["gao"], monday(3)).days if due.dues)


def test_what_is_late_stands_above_the_present_week_and_a_post_can_see_its_own_alone(example):
    registering.register(
        actor=example.actors["zheng"],
        found=Found(
            title="护栏松动", place="四楼走廊", severity="greater", owner=example.posts["school/总务处副主任"].public_id, text="", interim="sign",
        ),
    )  # fmt: skip
    with time.moved(dt.timedelta(days=60)):
        week = queries.week(example.actors["gao"], monday())
        assert [due.title for due in week.late] == ["护栏松动"]
        assert queries.week(example.actors["shen"], monday(), own=True).late
        assert not queries.week(example.actors["gao"], monday(), own=True).late
        page = text_of(signed_in("gao").get(reverse("agenda:week")))
        assert "护栏松动" in page
        assert "总务处副主任" in page


def test_another_office_sees_nothing_of_it(example):
    extinguishers(example, monday(2))
    assert queries.week(example.actors["he"], monday(2)).nothing


def test_the_week_can_be_turned_and_printed(example):
    extinguishers(example, monday(1))
    browser = signed_in("gao")
    page = browser.get(reverse("agenda:week"))
    after = re.search(r'href="([^"]*week=[^"]*)">[^<]*(?:下一周|The week after)', page.content.decode())
    assert after is not None
    assert "三楼灭火器" in text_of(browser.get(after[1].replace("&amp;", "&")))
    sheet = browser.get(reverse("agenda:printed"), {"week": f"{monday(1):%G-W%V}"})
    assert "三楼灭火器" in text_of(sheet)
    assert browser.get(reverse("agenda:week"), {"week": "2026-W99"}).status_code == 200
