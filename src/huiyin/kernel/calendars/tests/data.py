"""Where the published test data lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[5]


def test_data(name: str) -> Path:
    """The file; without the data the test fails, unless HUIYIN_WITHOUT_TEST_DATA=1 says that this is known."""
    path = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / name
    if not path.exists():
        if os.environ.get("HUIYIN_WITHOUT_TEST_DATA") == "1":
            pytest.skip(f"without test data: {name}")
        pytest.fail(f"test data is missing: {path}. Set HUIYIN_TEST_DATA, or HUIYIN_WITHOUT_TEST_DATA=1 to go without.")
    return path


test_data.__test__ = False  # type: ignore[attr-defined]  # a helper, whatever its name
