"""The example shows a hazard in each state, with doors to every page of the room."""

from __future__ import annotations

from huiyin.kernel import ledger
from huiyin.prevention.example import build_example_hazards
from huiyin.prevention.models import Hazard, Report, Round


def test_the_example_has_a_hazard_in_each_state_and_a_grave_one_that_went_up(school):
    build_example_hazards(school.example)
    assert set(Hazard.objects.values_list("status", flat=True)) == {"open", "mended", "closed", "dropped"}
    grave = Hazard.objects.get(severity="grave")
    assert grave.told_up.name == "临禾县人民政府"
    assert school.told("局长", "bureau") == ["A GRAVE hazard is late and not mended"]
    assert Hazard.objects.filter(reopened=1).exists()
    assert set(Report.objects.values_list("status", flat=True)) == {"waiting", "accepted", "none"}
    assert set(Round.objects.values_list("status", flat=True)) == {"due", "done", "missed"}
    assert ledger.verify().ok
