"""A statement on the shortest way to the database's driver: for the paths where many people wait at the same moment.

Django's cursor looks for an event loop, for a log and for wrappers with each statement, and rewrites its placeholders.
On SQLite that takes as long as the statement itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from . import store


def run(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the statement answers. Places for values are `%s`; values are as the driver takes them."""
    database = store.database()
    if not _is_short(database):
        return _by_cursor(database, statement, values)
    with database.wrap_database_errors:
        found: list[tuple[Any, ...]] = database.connection.execute(_for_sqlite(statement), values).fetchall()
        return found


def keys_of_new(statement: str, values: Sequence[Any], key: str, rows: int) -> Sequence[int]:
    """The keys that so many rows got, in their order, from the one INSERT that puts them into a table that counts its keys.

    SQLite counts on from the highest key that there ever was, and nobody else writes meanwhile: the last one says all. To be
    told each would take another step, and a table in memory, for every statement.
    """
    database = store.database()
    if not _is_short(database):
        return [row[0] for row in _by_cursor(database, f'{statement} RETURNING "{key}"', values)]
    with database.wrap_database_errors:
        last: int = database.connection.execute(_for_sqlite(statement), values).lastrowid
    return range(last - rows + 1, last + 1)


def _is_short(database: Any) -> bool:
    """Whether the way straight to the driver is open, which no log of queries sees. Raises where the open transaction can only be undone."""
    if database.vendor != "sqlite" or database.connection is None or database.force_debug_cursor:
        return False
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    return True


def _by_cursor(database: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@lru_cache(maxsize=512)
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")
