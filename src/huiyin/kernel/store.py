"""The one way to write.

SQLite takes one writer at a time, and its own waiting is unfair: without a lock of ours the slowest of eight writers
waits close to a second. So a writer takes a lock among its process's threads, then a lock file among processes,
then one immediate transaction. PostgreSQL needs no lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.utils.translation import gettext_lazy as _

from .errors import Unavailable

_threads = threading.Lock()
_state = threading.local()
_lock_file: int | None = None


class OutsideWriteError(RuntimeError):
    """A part that needs an open transaction was called without one, or an action was called inside another."""


@contextmanager
def write() -> Iterator[None]:
    """Open the one transaction of an action. Keep it short: no rendering, hashing of passwords, network or file work."""
    if in_write():
        raise OutsideWriteError("an action was called inside another; call its private part instead")
    with _write_lock():
        _state.writing = True
        try:
            with transaction.atomic():  # noqa: TID251  # the one place
                yield
        except OperationalError as error:
            # Full disk, read-only, database gone: nothing was acknowledged, and the person is told so.
            raise Unavailable(_("Nothing can be written just now."), _("Please try again in a few minutes.")) from error
        finally:
            _state.writing = False


def in_write() -> bool:
    return getattr(_state, "writing", False)


def require_write() -> None:
    """Guard for the private parts of actions."""
    if not in_write():
        raise OutsideWriteError("this part must be called inside store.write()")


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the facts are on disk. Only for wake-ups: what is owed belongs into the outbox."""
    transaction.on_commit(effect)


@contextmanager
def _write_lock() -> Iterator[None]:
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        yield
        return
    with _threads:
        descriptor = _open_lock_file()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _open_lock_file() -> int:
    global _lock_file
    if _lock_file is None:
        path = settings.HUIYIN_HOME / "write.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        _lock_file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _lock_file


def _forget_lock_after_fork() -> None:
    global _lock_file, _threads
    _lock_file = None  # a forked child must not share the parent's open file description: flock belongs to it
    _threads = threading.Lock()


os.register_at_fork(after_in_child=_forget_lock_after_fork)
