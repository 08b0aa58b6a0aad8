"""Where the real messages are. `HUIYIN_TEST_DATA` names the folder; by default it lies beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
FOLDER = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / "messages"


def messages() -> Path:
    """The folder. Missing, the test fails, unless the run says with HUIYIN_WITHOUT_TEST_DATA=1 that it does without."""
    if FOLDER.is_dir():
        return FOLDER
    if os.environ.get("HUIYIN_WITHOUT_TEST_DATA") == "1":
        pytest.skip(f"without the real messages ({FOLDER}), as HUIYIN_WITHOUT_TEST_DATA says")
    pytest.fail(f"the real messages are not at {FOLDER}; set HUIYIN_TEST_DATA, or HUIYIN_WITHOUT_TEST_DATA=1")
