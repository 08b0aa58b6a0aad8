"""A month day by day against an oracle: in `make test` a small school and a few others, whole in `make proof` (`HUIYIN_MONTH`: the seed)."""

from __future__ import annotations

import json
import os

from proof.month import play


def test_every_gap_is_shouted_every_grave_hazard_known_above_every_report_in_time_or_counted_late(db) -> None:
    seed = os.environ.get("HUIYIN_MONTH", "")
    figures = play(int(seed or 1), whole=bool(seed))
    print(f"\nmonth {json.dumps(figures)}")
    assert figures["gaps"]
    assert figures["grave hazards that were late"]
