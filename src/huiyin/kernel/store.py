"""The one way to write.

SQLite takes one writer at a time, and its own waiting is unfair: without a lock of ours the slowest of eight writers
waits close to a second. So a writer takes a lock among its process's threads, then a lock file among processes,
then one immediate transaction. A second lock file is the door before it: one process waits inside of it, the others
outside, so that who has just written can't take the lock again before a process that waits. PostgreSQL needs no lock.

Where many people hand in at the same moment, what waits in one process goes to disk with one commit (`together`): the
commit costs as much as the rest of a submission.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.utils import translation

from . import disk
from .errors import Unavailable

T = TypeVar("T")
DOOR, LOCK = "write.door", "write.lock"  # files in HUIYIN_HOME
MOST_TOGETHER = 8  # under one commit: a batch stays well below 50 ms

_threads = threading.Lock()
_state = threading.local()
_lock_files: tuple[int, int] | None = None  # the door, and the lock itself
_queue: deque[_Waiting[Any]] = deque()


class OutsideWriteError(RuntimeError):
    """A part that needs an open transaction was called without one, or an action was called inside another."""


@contextmanager
def write() -> Iterator[None]:
    """Open the one transaction of an action. Keep it short: no rendering, hashing of passwords, network or file work."""
    if in_write():
        raise OutsideWriteError("an action was called inside another; call its private part instead")
    with _write_lock():
        _begin()
        try:
            # Full disk, read-only, database gone: nothing was acknowledged, and the person is told so.
            with disk.named(), transaction.atomic():  # noqa: TID251  # the one place
                yield
        finally:
            _end()


def together(work: Callable[[], T]) -> T:
    """Do `work` in a write of its own, under a commit that it may share with others that wait in this process.

    Answers what `work` answers, once it is on disk; raises what `work` raises, and then nothing of it is kept, and
    nothing of the others is lost. `work` may run in another thread: it holds no request and no connection.
    """
    if in_write():
        raise OutsideWriteError("an action was called inside another; call its private part instead")
    if database().vendor != "sqlite":
        with write():
            return work()
    mine = _Waiting(work, translation.get_language() or "")
    _queue.append(mine)
    while not mine.settled:
        with _threads:
            if not mine.settled:  # else somebody took it along while we waited
                _settle_the_next(mine)
    return mine.outcome()


def _settle_the_next(mine: _Waiting[Any]) -> None:
    """Those that wait longest. Where the lock itself can't be had, `mine` is taken back: what raises is never kept later."""
    try:
        with _process_lock():
            _settle([_queue.popleft() for _number in range(min(len(_queue), MOST_TOGETHER))])
    except BaseException:
        if mine in _queue:
            _queue.remove(mine)
        raise


class _Waiting(Generic[T]):
    """A piece of work that waits for the write, and what came of it."""

    def __init__(self, work: Callable[[], T], language: str) -> None:
        self.work, self.language = work, language
        self.settled = False
        self.error: BaseException | None = None
        self.answer: list[T] = []

    def run(self, *, alone: bool) -> None:
        """`alone`: nothing else is under this commit, and with what fails the whole of it is undone."""
        _state.kept = {}
        way_back = nullcontext() if alone else transaction.atomic()  # noqa: TID251  # undone alone where it fails
        with translation.override(self.language), way_back:
            self.answer = [self.work()]

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return self.answer[0]


def _settle(batch: list[_Waiting[Any]]) -> None:
    """One transaction. Nobody is told anything before its commit; a commit that fails fails all of them."""
    alone = len(batch) == 1
    _begin()
    try:
        with disk.named(), transaction.atomic():  # noqa: TID251  # the other place
            for one in batch:
                try:
                    one.run(alone=alone)
                except Exception as error:
                    if isinstance(error, DatabaseError) and disk.state_of(error):
                        raise  # the disk, not the work
                    one.error = error
                    if alone:
                        transaction.set_rollback(True)
    except Unavailable as error:
        for one in batch:
            one.error = error
    except BaseException as error:
        for one in batch:
            one.error = error
        raise
    finally:
        _end()
        for one in batch:
            one.settled = True


def _begin() -> None:
    _state.writing, _state.kept, _state.database = True, {}, database()


def _end() -> None:
    _state.writing, _state.kept, _state.database = False, {}, None


def database() -> Any:
    """The connection of whoever asks. Django keeps one a thread, and another one where an event loop runs in it: to find out
    costs as much as a short statement, so a write asks once.
    """
    return getattr(_state, "database", None) or connections[DEFAULT_DB_ALIAS]


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
    """Run `effect` once the facts are on disk. Only for wake-ups: what is owed belongs into the outbox.

    An effect that fails is logged: the facts are kept, and nobody may be told otherwise.
    """
    transaction.on_commit(effect, robust=True)


@contextmanager
def _write_lock() -> Iterator[None]:
    if database().vendor != "sqlite":
        yield
        return
    with _threads, _process_lock():
        yield


@contextmanager
def _process_lock() -> Iterator[None]:
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
        with disk.named():
            home.mkdir(parents=True, exist_ok=True)
            door, lock = (os.open(home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in (DOOR, LOCK))
        _lock_files = (door, lock)
    return _lock_files


def _forget_lock_after_fork() -> None:
    global _lock_files, _threads, _queue
    _lock_files = None  # a forked child must not share the parent's open file description: flock belongs to it
    _threads = threading.Lock()
    _queue = deque()


os.register_at_fork(after_in_child=_forget_lock_after_fork)
