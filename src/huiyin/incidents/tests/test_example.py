"""The example shows an exercise with what came of it, and one that is to come."""

from __future__ import annotations

from huiyin.incidents.example import build_example_incidents
from huiyin.incidents.models import Drill, Incident
from huiyin.kernel import ledger


def test_the_example_has_one_exercise_that_is_over_and_one_that_is_planned(district):
    build_example_incidents(district)
    incident = Incident.objects.get()
    assert (incident.exercise, incident.status, incident.findings.count()) == (True, "reviewed", 2)
    assert sorted(Drill.objects.values_list("status", flat=True)) == ["planned", "started"]
    assert ledger.verify().ok
