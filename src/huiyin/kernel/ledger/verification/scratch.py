"""What verification must remember between its passes: a private SQLite file on disk that vanishes when it is closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Self

TABLES = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
PRAGMA cache_size=-32768;
CREATE TABLE entry (id INTEGER PRIMARY KEY, public_id TEXT, leaf_hash BLOB, places INTEGER DEFAULT 0);
CREATE TABLE event (name TEXT PRIMARY KEY, entry INTEGER, digest TEXT, seen INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE TABLE opening (name TEXT PRIMARY KEY, entry INTEGER, salt BLOB, field_set INTEGER) WITHOUT ROWID;
CREATE TABLE node (level INTEGER, place INTEGER, hash BLOB, PRIMARY KEY (level, place)) WITHOUT ROWID;
"""
A_STATEMENT = 500


class Scratch:
    def __enter__(self) -> Self:
        self._database = sqlite3.connect("", isolation_level=None)  # "": a temporary file without a name
        self._database.executescript(TABLES)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def many(self, statement: str, parameters: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement for each tuple, in one transaction."""
        self._database.execute("BEGIN")
        self._database.executemany(statement, parameters)
        self._database.execute("COMMIT")

    def rows(self, statement: str, parameters: Iterable[Any] = ()) -> sqlite3.Cursor:
        return self._database.execute(statement, tuple(parameters))

    def lookup(self, table: str, key: str, columns: str, keys: list[Any]) -> dict[Any, tuple[Any, ...]]:
        """key -> columns, for those of `keys` that are there."""
        found: dict[Any, tuple[Any, ...]] = {}
        for start in range(0, len(keys), A_STATEMENT):
            part = keys[start : start + A_STATEMENT]
            marks = ", ".join("?" * len(part))
            statement = f"SELECT {key}, {columns} FROM {table} WHERE {key} IN ({marks})"  # noqa: S608  # our own names
            found |= {row[0]: row[1:] for row in self._database.execute(statement, part)}
        return found

    def count(self, table: str) -> int:
        number: int = self._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return number
