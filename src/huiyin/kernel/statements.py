"""A statement on the shortest way to the database's driver: for the paths where many people wait at the same moment.

Django's cursor looks for an event loop, for a log and for wrappers with each statement, and rewrites its placeholders.
On SQLite that takes as long as the statement itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def connection() -> Any:
    """The connection of whoever asks. Django keeps one a thread, and another one where an event loop runs in it."""
    return connections[DEFAULT_DB_ALIAS]


def run(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the statement answers. Places for values are `%s`; values are as the driver takes them."""
    database = connection()
    if database.vendor != "sqlite" or database.connection is None or database.queries_logged:
        return _by_cursor(database, statement, values)
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        found: list[tuple[Any, ...]] = database.connection.execute(_for_sqlite(statement), values).fetchall()
        return found


def _by_cursor(database: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@lru_cache(maxsize=512)
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")
