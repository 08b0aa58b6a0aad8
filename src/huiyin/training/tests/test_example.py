"""The example shows lessons in each state."""

from __future__ import annotations

from huiyin.kernel import ledger, time
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.training import standing
from huiyin.training.example import build_example_training
from huiyin.training.models import Lesson, Need, Quiz


def test_some_are_held_one_is_late_one_is_dropped_and_others_come(db):
    build_example_training(built_once("district", build_example_district))
    assert set(Lesson.objects.values_list("status", flat=True)) == {"planned", "held", "dropped"}
    today = time.today("Asia/Shanghai")
    standings = [one for need in Need.objects.all() for one in standing.of(need, today)]
    assert {bool(one.lacking) for one in standings} == {True, False}, "some posts have it, some lack it"
    assert Quiz.objects.filter(shown__answered=10).count() == 1
    assert ledger.verify().ok
