"""Exercises in the agenda of the office."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.agenda import queries
from huiyin.incidents.actions.drilling import Planned, plan_drill
from huiyin.kernel import time


@pytest.mark.parametrize("announced", [True, False])
def test_an_exercise_stands_on_its_day_and_an_unannounced_one_for_those_who_know_of_it(school, announced):
    when = time.now() + dt.timedelta(days=9)
    plan_drill(
        actor=school.actor("shen"), plan_id=school.plan.public_id,
        planned=Planned(planned_for=when, announced=announced, aim="两分钟内撤到操场", led_by=school.example.posts["school/分管副校长"].public_id),
    )  # fmt: skip
    day = when.astimezone(time.zone_of("Asia/Shanghai")).date()
    seen = {
        name: [due.title for due in queries.week(school.actor(name), day).days[0].dues if due.clock is None]
        for name in ("shen", "fang", "school-admin")
    }
    assert seen["shen"] == [school.plan.title]
    assert seen["school-admin"] == ([school.plan.title] if announced else [])
