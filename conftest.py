"""What every test needs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Before Django reads its settings: tests never touch an installation's own folder or key.
_home = Path(os.environ.setdefault("HUIYIN_HOME", tempfile.mkdtemp(prefix="huiyin-test-")))
os.environ.setdefault("HUIYIN_KEY_FILE", str(_home / "test.key"))
