"""The rows of one submission, put in again by bare SQL: what no program on this database can do faster.

Same tables, same triggers, same pragmas, one immediate transaction for each, one writer without competition.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_steps = itertools.count(10_000_000, 100)  # apart from every key of the real rows


@dataclass(frozen=True)
class Inserted:
    """The rows that one submission left in a table. `places` says which cells must be new each time, and how."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    moved: frozenset[int]  # keys of rows of the same submission
    drawn: frozenset[int]  # unique texts and bytes


def open_like_django(path: Path | None = None) -> sqlite3.Connection:
    from django.conf import settings

    database = settings.DATABASES["default"]
    connection = sqlite3.connect(path or database["NAME"], isolation_level=None, timeout=10)
    connection.executescript(database["OPTIONS"]["init_command"])
    return connection


def highest(connection: sqlite3.Connection) -> dict[str, int]:
    """The last rowid of each ordinary table."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'cases_search%'"
        " UNION SELECT 'cases_searchtext'"
    )
    return {
        name: connection.execute(f'SELECT coalesce(max(rowid), 0) FROM "{name}"').fetchone()[0] for (name,) in names
    }


def inserted_since(connection: sqlite3.Connection, before: dict[str, int]) -> list[Inserted]:
    """What has come since, table by table, those that are referred to first."""
    new = {
        name: connection.execute(f'SELECT * FROM "{name}" WHERE rowid > ?', [last]).fetchall()
        for name, last in before.items()
    }
    found = [_described(connection, name, rows, new) for name, rows in new.items() if rows]
    names = [one.table for one in found]
    return sorted(found, key=lambda one: _depth(connection, one.table, names))


def _described(connection: sqlite3.Connection, table: str, rows: list[tuple], new: dict[str, list]) -> Inserted:  # type: ignore[type-arg]
    about = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    columns = tuple(column[1] for column in about)
    keys = {column[1] for column in about if column[5]}
    foreign = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")') if new.get(row[2])}
    unique = {
        connection.execute(f'PRAGMA index_info("{index[1]}")').fetchall()[0][2]
        for index in connection.execute(f'PRAGMA index_list("{table}")').fetchall()
        if index[2] and len(connection.execute(f'PRAGMA index_info("{index[1]}")').fetchall()) == 1
    }
    numbers = {name for name, cell in zip(columns, rows[0], strict=True) if isinstance(cell, int)}
    moved = frozenset(columns.index(name) for name in (keys | foreign) & numbers)
    drawn = frozenset(columns.index(name) for name in (unique | keys) - numbers)
    return Inserted(table, columns, tuple(rows), moved, drawn)


def _depth(connection: sqlite3.Connection, table: str, names: list[str]) -> int:
    above = {row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')} & set(names) - {table}
    return 1 + max((_depth(connection, name, names) for name in above), default=0)


def copy_of(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The same database in a file beside it, so that measuring leaves the real one alone."""
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2]).with_name("bare.sqlite3")
    connection.execute("VACUUM INTO ?", [str(path)])
    return open_like_django(path)


def writes_a_second(connection: sqlite3.Connection, inserted: list[Inserted], seconds: float) -> float:
    """As many such transactions as fit. Each also keeps the draft under its receipt, as the real one does."""
    draft, sealed = connection.execute("SELECT id, sealed FROM cases_draft LIMIT 1").fetchone()
    statements = [(f'INSERT INTO "{one.table}" VALUES ({", ".join("?" * len(one.columns))})', one) for one in inserted]
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        done += 1
        by = next(_steps)
        connection.execute("BEGIN IMMEDIATE")
        for statement, one in statements:
            connection.executemany(statement, [_fresh(one, row, by) for row in one.rows])
        connection.execute("UPDATE cases_draft SET sealed = ? WHERE id = ?", [random.randbytes(len(sealed)), draft])
        connection.execute("COMMIT")
    return done / (time.perf_counter() - began)


def _fresh(one: Inserted, row: tuple[object, ...], by: int) -> list[object]:
    cells = list(row)
    for place in one.moved:
        cells[place] += by  # type: ignore[operator]
    for place in one.drawn:
        cell = cells[place]
        cells[place] = random.randbytes(len(cell)) if isinstance(cell, bytes) else _text(len(str(cell)))
    return cells


def _text(length: int) -> str:
    return "".join(random.choices(ALPHABET, k=length))
