"""For the one process that fills the example district: its stories began weeks ago, so its clock can be moved."""

from __future__ import annotations

import os

if os.environ.get("HUIYIN_DATABASE"):
    from .cluster import *  # noqa: F403
else:
    from .embedded import *  # noqa: F403

MOCKED_TIME_ALLOWED = True
