"""Ten gigabytes are backed up while people write, the machine is lost, and everything is there again elsewhere."""

from __future__ import annotations

import os
from typing import Any

TITLE = "What was acknowledged before a backup began is there after the machine is lost"
CLAIM = (
    "An installation with 10 GB of attachments is backed up while eight people hand in; then every process is killed and the folder taken "
    "away. Restored elsewhere, every receipt that was given before the backup began is there, every file is as it was, and the whole ledger verifies."
)
ROUNDS = 1


def prove(_seed: int) -> dict[str, Any]:
    """Figures of `benchmarks.backup` at this size; `AssertionError` where one that was acknowledged is missing."""
    os.environ["HUIYIN_BENCH_BACKUP_MB"] = "10000"
    from benchmarks import backup

    figures = {one.what.strip(): round(one.value, 2) for one in backup.main()}
    assert figures["backup: receipts given before it began and lost"] == 0
    return figures
