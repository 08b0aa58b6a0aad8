"""For tests alone: lets Django empty a test's database although the ledger refuses it."""

from __future__ import annotations

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
            flush(self)
        finally:
            for using in names:
                triggers.install(using)

    case._fixture_teardown = lift_and_flush
