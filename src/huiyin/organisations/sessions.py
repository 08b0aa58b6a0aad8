"""Sessions in the database, written through the one write lock like everything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DatabaseError
from django.utils import timezone

from huiyin.kernel import disk, reading, store

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession


class SessionStore(DatabaseSessions):
    """Django's own, except that a write waits for its turn instead of for SQLite's unfair back-off."""

    def save(self, must_create: bool = False) -> None:
        """Raises `Unavailable` where the disk does not take it: Django says then that the session is gone."""
        with _in_turn():
            try:
                super().save(must_create)
            except UpdateError as error:
                cause = error.__context__
                raise (disk.state_of(cause) if isinstance(cause, DatabaseError) else None) or error from cause

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """As Django's, on the short way: each page of somebody signed in asks."""
        row: AbstractBaseSession | None = reading.first(self.model, session_key=self.session_key)
        if row is None or row.expire_date <= timezone.now():  # noqa: TID251  # Django sets the end by the same clock
            self._session_key = None
            return None
        return row

    def cycle_key(self) -> None:
        """Another key for the same session: its line in the holder's list goes along."""
        from .models import OpenSession  # models need the app registry; a session engine is loaded before it

        before = self.session_key
        super().cycle_key()
        rows = OpenSession.objects.filter(key=before) if before else None
        if rows is not None and rows.exists():
            with _in_turn():
                rows.update(key=self.session_key)

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
