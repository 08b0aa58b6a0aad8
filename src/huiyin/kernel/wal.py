"""SQLite's write-ahead log goes into the database beside the writers, not inside their turn.

By itself SQLite does it in the commit that makes the log longer than 1,000 pages, while everybody else waits for the
write: at some hundred submissions a second that is several times a second, each for some tens of milliseconds. The worker
does it every second instead; a commit does it only where the log has become `wal_autocheckpoint` pages long all the same
(no worker, or a reader who kept the log from beginning again), and then has little left to do.

Source: https://sqlite.org/wal.html, "Checkpointing" and "Performance Considerations".
"""

from __future__ import annotations

from . import store


def checkpoint() -> int:
    """One round; holds up neither readers nor writers. Always 0: there is no more to be asked for at once."""
    database = store.database()
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return 0
