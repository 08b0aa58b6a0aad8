"""For tests alone: lets Django empty a test's database although the ledger refuses it, and quickly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


def lift_before_flush(case: type[Any]) -> None:
    """Make `case` (TransactionTestCase) lift the triggers around each flush of its database, and only then.

    Tests that roll back never flush. Outside of settings `test` the lifting itself refuses.
    """
    flush = case._fixture_teardown

    def lift_and_flush(self: Any) -> None:
        from huiyin.kernel.ledger import triggers

        names = self._databases_names(include_mirrors=False)
        for using in names:
            triggers.lift_for_test_flush(using)
        try:
            with _row_by_row():
                flush(self)
        finally:
            for using in names:
                triggers.install(using)

    case._fixture_teardown = lift_and_flush


@contextmanager
def _row_by_row() -> Iterator[None]:
    """PostgreSQL truncates by making each of some hundred tables and its indexes anew, on disk: seconds for a handful of rows."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    truncating = connection.ops.sql_flush

    def deleting(_style: object, tables: Sequence[str], **_options: object) -> list[str]:
        named = [connection.ops.quote_name(table) for table in tables]
        held = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in named)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(held)
            return [f"DELETE FROM {name}" for (name,) in cursor.fetchall()]  # noqa: S608  # tables of our own

    connection.ops.sql_flush = deleting  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        connection.ops.sql_flush = truncating  # type: ignore[method-assign]
