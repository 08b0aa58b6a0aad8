"""Loaded by pytest before anything reads the settings: tests never touch an installation's own folder or key.

Each process of a run has a folder of its own: the write lock lies in it, and they would wait for each other at it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_run = Path(
    os.environ.setdefault("HUIYIN_TEST_RUN", os.environ.get("HUIYIN_HOME") or tempfile.mkdtemp(prefix="huiyin-test-"))
)
_home = _run / os.environ.get("PYTEST_XDIST_WORKER", "")
_home.mkdir(parents=True, exist_ok=True)
os.environ["HUIYIN_HOME"] = str(_home)
os.environ.setdefault("HUIYIN_KEY_FILE", str(_run / "test.key"))
