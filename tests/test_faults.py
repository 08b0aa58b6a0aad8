"""Fifty fault schedules of the thousand that `make proof` plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import faults, faults_postgres

HALF = faults.SCHEDULES // 2


@pytest.mark.whole
@pytest.mark.parametrize("seed", [20263, 20264])
def test_whatever_fails_what_is_owed_is_delivered(seed: int, migrated_database: Path | None) -> None:
    figures = faults.prove(seed, HALF, migrated=migrated_database)
    print(f"seed {seed}: {figures}")
    assert figures["receipts shown"] > 0
    assert figures["notices owed"] > HALF
    assert figures["tries"] > figures["notices owed"], "no fault was met"


@pytest.mark.whole
def test_the_same_on_postgresql() -> None:
    figures = faults_postgres.prove(20265, 10)
    print(figures)
    assert figures["notices owed"] > 10
    assert figures["tries"] >= figures["notices owed"]
