"""Sessions in the database, written through the one write lock like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from huiyin.kernel import store


class SessionStore(DatabaseSessions):
    """Django's own, except that a write waits for its turn instead of for SQLite's unfair back-off."""

    def save(self, must_create: bool = False) -> None:
        with _in_turn():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with _in_turn():
            super().delete(session_key)


@contextmanager
def _in_turn() -> Iterator[None]:
    if store.in_write():
        yield
        return
    with store.write():
        yield
