"""For tests alone: empties a test's database although the ledger refuses it, and quickly.

Django would truncate each of some hundred tables, which PostgreSQL does by making them and their indexes anew on disk, and
would then go through everything that follows a migration: seconds for a handful of rows. Here the tables that hold something
are emptied row by row in one transaction.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# What follows a migration fills these, the same each time.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty_quickly(case: type[Any]) -> None:
    """Make `case` (TransactionTestCase) empty its database in this way. Tests that roll back never do."""

    def empty(self: Any) -> None:
        from huiyin.kernel.ledger import triggers

        for using in self._databases_names(include_mirrors=False):
            _empty(connections[using])
            if triggers.missing(using):  # also where the test itself took some away
                triggers.install(using)

    case._fixture_teardown = empty


def _empty(connection: BaseDatabaseWrapper) -> None:
    if not getattr(settings, "MOCKED_TIME_ALLOWED", False):
        raise RuntimeError("a database is emptied under settings test alone")
    held = _held(connection)
    if not held:
        return
    lifted = _guards_of(connection, held) if connection.vendor == "sqlite" else []
    connection.disable_constraint_checking()  # SQLite: outside of a transaction or not at all
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:  # noqa: TID251  # no action
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
            for name, _statement in lifted:
                cursor.execute(f"DROP TRIGGER {name}")
            for table in held:
                cursor.execute(f"DELETE FROM {table}")  # our own models
            for _name, statement in lifted:
                cursor.execute(statement)
    finally:
        connection.enable_constraint_checking()


def _held(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that hold something, quoted."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    named = [connection.ops.quote_name(table) for table in tables if table not in KEPT]
    found = list[str]()
    with connection.cursor() as cursor:
        for start in range(0, len(named), 100):  # SQLite takes no more than 500 in one
            one = " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in named[start : start + 100]
            )
            cursor.execute(one)
            found += [name for (name,) in cursor.fetchall()]
    return found


def _guards_of(connection: BaseDatabaseWrapper, held: list[str]) -> list[tuple[str, str]]:
    """The triggers on these tables that refuse: SQLite knows no way to pass them by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        )
        return [
            (connection.ops.quote_name(name), sql)
            for name, table, sql in cursor.fetchall()
            if connection.ops.quote_name(table) in held
        ]
