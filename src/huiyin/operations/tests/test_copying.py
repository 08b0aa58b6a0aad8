"""The copy of the database that a backup begins with is one moment of it, and it comes to an end while people write."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from huiyin.operations.upgrade import copy_sqlite

ROWS, WRITES = 6_000, 4_000
BOTH = "SELECT (SELECT sum(amount) FROM one), (SELECT sum(amount) FROM other), (SELECT count(*) FROM one)"


def test_it_ends_while_others_write_all_the_time_and_is_one_moment(tmp_path: Path) -> None:
    """Whoever writes moves an amount from one table to the other: in any one moment the two together are the same."""
    source, target = tmp_path / "live.sqlite3", tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(source, isolation_level=None)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        for table in ("one", "other"):
            live.execute(f"CREATE TABLE {table} (amount INTEGER, page BLOB)")
        live.execute("BEGIN")
        live.executemany("INSERT INTO one VALUES (1, ?)", [(bytes(4000),)] * ROWS)
        live.execute("INSERT INTO other VALUES (0, '')")
        live.execute("COMMIT")
        copied, left, began = threading.Event(), [WRITES], threading.Event()

        def write() -> None:
            with closing(sqlite3.connect(source, isolation_level=None, timeout=20)) as writer:
                while left[0] and not copied.is_set():
                    left[0] -= 1
                    writer.execute("BEGIN IMMEDIATE")
                    writer.execute("UPDATE one SET amount = amount - 1 WHERE rowid = 1")
                    writer.execute("UPDATE other SET amount = amount + 1")
                    writer.execute("COMMIT")
                    began.set()

        writing = threading.Thread(target=write)
        writing.start()
        began.wait(20)
        copy_sqlite(source, target)
        copied.set()
        writing.join()
    assert left[0], "it waited until nobody wrote any more"
    with closing(sqlite3.connect(target)) as copy:
        one, other, rows = copy.execute(BOTH).fetchone()
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (one + other, rows) == (ROWS, ROWS)
    assert 0 < other <= WRITES
