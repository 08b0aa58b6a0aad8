"""The one way to write.

SQLite takes one writer at a time, and its own waiting is unfair: without a lock of ours the slowest of eight writers
waits close to a second. So a writer takes a lock among its process's threads, then a lock file among processes,
then one immediate transaction. A second lock file is the door before it: one process waits inside of it, the others
outside, so that who has just written can't take the lock again before a process that waits. PostgreSQL needs no lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.utils.translation import gettext_lazy as _

from .errors import Unavailable

_threads = threading.Lock()
_state = threading.local()
_lock_files: tuple[int, int] | None = None  # the door, and the lock itself


class OutsideWriteError(RuntimeError):
    """A part that needs an open transaction was called without one, or an action was called inside another."""


@contextmanager
def write() -> Iterator[None]:
    """Open the one transaction of an action. Keep it short: no rendering, hashing of passwords, network or file work."""
    if in_write():
        raise OutsideWriteError("an action was called inside another; call its private part instead")
    with _write_lock():
        _state.writing, _state.kept = True, {}
        try:
            with transaction.atomic():  # noqa: TID251  # the one place
                yield
        except OperationalError as error:
            # Full disk, read-only, database gone: nothing was acknowledged, and the person is told so.
            raise Unavailable(_("Nothing can be written just now."), _("Please try again in a few minutes.")) from error
        finally:
            _state.writing, _state.kept = False, {}


def in_write() -> bool:
    return getattr(_state, "writing", False)


def require_write() -> None:
    """Guard for the private parts of actions."""
    if not in_write():
        raise OutsideWriteError("this part must be called inside store.write()")


def kept() -> dict[Any, Any]:
    """For what an action reads once and asks for many times over while it writes; forgotten at the write's end."""
    require_write()
    found: dict[Any, Any] = _state.kept
    return found


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the facts are on disk. Only for wake-ups: what is owed belongs into the outbox."""
    transaction.on_commit(effect)


@contextmanager
def _write_lock() -> Iterator[None]:
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        yield
        return
    with _threads:
        door, lock = _open_lock_files()
        fcntl.flock(door, fcntl.LOCK_EX)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)


def _open_lock_files() -> tuple[int, int]:
    global _lock_files
    if _lock_files is None:
        home = settings.HUIYIN_HOME
        home.mkdir(parents=True, exist_ok=True)
        door, lock = (
            os.open(home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in ("write.door", "write.lock")
        )
        _lock_files = (door, lock)
    return _lock_files


def _forget_lock_after_fork() -> None:
    global _lock_files, _threads
    _lock_files = None  # a forked child must not share the parent's open file description: flock belongs to it
    _threads = threading.Lock()


os.register_at_fork(after_in_child=_forget_lock_after_fork)
