"""Loaded by pytest before anything reads the settings: tests never touch an installation's own folder or key."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_home = Path(os.environ.setdefault("HUIYIN_HOME", tempfile.mkdtemp(prefix="huiyin-test-")))
_home.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("HUIYIN_KEY_FILE", str(_home / "test.key"))
