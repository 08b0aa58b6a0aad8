"""The example shows a request that waits for the person's word on what was agreed."""

from __future__ import annotations

from huiyin.kernel import ledger
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.example import build_example_district
from huiyin.support.example import build_example_support
from huiyin.support.models import Request


def test_somebody_asked_was_visited_and_reads_what_was_agreed(db):
    build_example_support(built_once("district", build_example_district))
    row = Request.objects.get()
    assert row.status == "taken"
    assert row.visits.get().held_at is not None
    assert row.agreements.get().answer == ""
    assert ledger.verify().ok
