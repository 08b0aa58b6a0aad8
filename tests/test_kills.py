"""Twenty kills of the two hundred that `make proof` does."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import kills


@pytest.mark.whole
@pytest.mark.parametrize("seed", [20261, 20262])
def test_what_was_shown_survives_kill_9(seed: int, migrated_database: Path | None) -> None:
    figures = kills.prove(seed, migrated=migrated_database)
    print(f"seed {seed}: {figures}")
    assert figures["kills"] == kills.KILLS
    assert figures["receipts shown"] > 0
    assert figures["acts of staff taken"] > 0
