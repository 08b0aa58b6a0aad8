"""The example shows a published roster of this month, somebody who is here now, and a gap."""

from __future__ import annotations

from huiyin.duty.example import build_example_duty
from huiyin.duty.models import Roster
from huiyin.duty.queries import boards
from huiyin.kernel import ledger
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district


def test_the_example_has_somebody_here_now_and_a_gap_next_week(db):
    district = built_once("district", build_example_district)
    build_example_duty(district)
    found = boards.now(district.actors["gao"])
    assert Roster.objects.get().status == "published"
    assert [line.shift.kind.name for line in found.gaps] == ["夜班"]
    assert found.current
    assert found.uncovered is None
    assert ledger.verify().ok
