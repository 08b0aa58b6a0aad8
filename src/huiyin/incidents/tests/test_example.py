"""The example has a door to each page of the room: an exercise with its review, one that is to come, something that runs."""

from __future__ import annotations

from huiyin.incidents.example import build_example_incidents
from huiyin.incidents.models import CallState, Drill, Incident
from huiyin.kernel import ledger
from huiyin.plans.example import build_example_plans


def test_the_example_has_an_exercise_that_is_over_one_that_is_planned_and_something_that_runs(district):
    build_example_plans(district)
    build_example_incidents(district)
    drill, illness = Incident.objects.order_by("started_at")
    assert (drill.exercise, drill.status, drill.findings.count()) == (True, "reviewed", 2)
    assert drill.groups.count() == 12
    assert (illness.exercise, illness.status, illness.level) == (False, "open", "cluster")
    assert not illness.calls.filter(state=CallState.CALLED).exists()
    assert sorted(Drill.objects.values_list("status", flat=True)) == ["planned", "started"]
    assert ledger.verify().ok
