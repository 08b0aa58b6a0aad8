"""An embedded database on a disk that can only be read, from the start on: opened as one that nobody changes.

SQLite reads a database with a write-ahead log only where it may put an index beside it, or finds one there. After an orderly end there
is neither, and the file holds everything: then it is opened by `immutable=1` (sqlite.org/uri.html), which needs nothing beside it.
Where a log is left that is not in the file yet, that would leave out what it holds: then SQLite is asked as ever, and reads log and index.
"""

from __future__ import annotations

import os
from pathlib import Path


def name_of(database: Path) -> str | Path:
    """What to open: the path, or an address where nothing beside it can be written."""
    log = database.with_name(f"{database.name}-wal")
    if not database.is_file() or os.access(database.parent, os.W_OK) or (log.is_file() and log.stat().st_size):
        return database
    return f"{database.resolve().as_uri()}?mode=ro&immutable=1"
