"""When a lesson of a template falls due, and what a report counts."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from huiyin.training import rules, starters
from huiyin.training.models import Audience, Topic

day = dt.date.fromisoformat
# Articles that the project has seen in their text; a template may cite no other.
SEEN = {
    "突发事件应对法": {43, 61}, "消防法": {16, 44}, "食品安全法": {103}, "食品安全法实施条例": {28}, "校车安全管理条例": {10, 12},
    "未成年人保护法": {11, 39, 40}, "信访工作条例": {17, 18, 22, 23, 28, 30, 31, 35, 46}, "教育法": {43}, "教师法": {39},
    "精神卫生法": {27, 30},
}  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "today", "first", "last"),
    [
        (9, "2026-11-27", "2026-09-01", "2027-08-31"),
        (9, "2026-08-31", "2025-09-01", "2026-08-31"),
        (1, "2026-11-27", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_year_that_runs(begins, today, first, last):
    assert rules.year_of(begins, day(today)) == (day(first), day(last))


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2026-09-01", ["2026-09-30", "2027-02-28"]),
        ("2026-10-01", ["2027-02-28"]),  # September has passed
        ("2027-08-31", []),
    ],
)
def test_a_lesson_of_a_template_falls_due_at_the_end_of_its_months_that_have_not_passed(today, found):
    days = rules.due_days((9, 2), day("2026-09-01"), day("2027-08-31"), day(today))
    assert [f"{one}" for one in days] == found


def test_a_report_counts_lessons_by_topic_and_what_was_dropped_is_not_owed():
    today = day("2026-11-27")
    fire = ("fire", "held", day("2026-10-31"))
    found = rules.report(
        [
            rules.Fact(*fire, day("2026-10-31"), 400, 30),
            rules.Fact(*fire, day("2026-11-01"), 100, 0),
            rules.Fact("food", "planned", day("2026-11-26"), None, 0, 0),
            rules.Fact("food", "planned", today, None, 0, 0),
            rules.Fact("food", "dropped", day("2026-10-01"), None, 0, 0),
        ],
        today,
    )
    whole = found.whole
    assert (whole.planned, whole.in_time, whole.held_late, whole.late, whole.coming, whole.dropped) == (
        4,
        1,
        1,
        1,
        1,
        1,
    )
    assert (whole.people, whole.staff) == (500, 30)
    assert (found.topics["fire"].held, found.topics["food"].late) == (2, 1)


@pytest.mark.parametrize("name", starters.ORDER)
def test_a_template_cites_articles_that_were_seen_and_speaks_of_topics(name):
    starter = starters.load(name)
    assert {one.topic for one in starter.lessons} >= {"fire", "food", "network", "traffic", "mind", "rights"}
    for one in starter.lessons:
        assert one.topic in Topic.values
        assert one.audience in Audience.values
        assert len(one.title) <= 80
        assert len(one.for_whom) <= 80
        assert len(one.law) <= 80
        assert len(one.about) <= 500
        assert one.months
        for law, articles in re.findall(r"([\u4e00-\u9fff]*?(?:法|条例))((?:第\d+条[、至]?)+)", one.law + one.about):
            known = next((SEEN[key] for key in sorted(SEEN, key=len, reverse=True) if law.endswith(key)), None)
            assert known is not None, law
            assert {int(number) for number in re.findall(r"\d+", articles)} <= known
        assert not re.search(r"稳控|重点人|名单|劝返|上访户|排名", one.title + one.about)
    assert starters.load(name, "zh-hant").title
