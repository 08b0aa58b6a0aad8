"""The example shows a report that went to its end with a correction, and one that runs."""

from __future__ import annotations

from huiyin.bulletins.example import build_example_bulletins
from huiyin.bulletins.models import Bulletin, Receipt
from huiyin.incidents.example import build_example_incidents
from huiyin.kernel import ledger
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.plans.example import build_example_plans


def test_one_is_acknowledged_to_its_end_and_one_runs(db):
    district = built_once("district", build_example_district)
    build_example_plans(district)
    build_example_incidents(district)
    build_example_bulletins(district)
    done, running = Bulletin.objects.order_by("id")
    assert done.ended_at is not None
    assert not Receipt.objects.filter(level__bulletin=done, acknowledged_at=None).exists()
    assert running.ended_at is None
    assert running.incident is not None
    assert Receipt.objects.filter(level__bulletin=running, acknowledged_at=None).count() == 1
    assert ledger.verify().ok
