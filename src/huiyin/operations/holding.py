"""Whoever holds the write of the embedded database and stands still is ended: all who write would wait behind it for ever.

A stopped or hung process keeps its lock, and a lock that is waited for knows no end. What it had begun is rolled back by the
database; nobody was told that it was taken. On PostgreSQL there is no such lock: the server ends such a session itself
(`idle_in_transaction_session_timeout`). The holder is read from `/proc/locks` (proc(5)).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huiyin.kernel import store

LOOKS: Final = 10  # in a row in which the holder did nothing
APART: Final = 0.9  # seconds between two looks that count: a machine that slept has not looked
_PROC: Final = Path("/proc")
_ON_DISK: Final = "D"  # waits for a disk: it goes on once the disk answers, and can't be ended before


@dataclass(frozen=True, slots=True)
class Held:
    """A process that holds the write, and the processor time that it has used until now, in ticks."""

    process: int
    used: int


class Holding:
    """`say`: where it is written that a process was ended."""

    def __init__(self, home: Path, say: Callable[[str], None]) -> None:
        self._door, self._lock = home / store.DOOR, home / store.LOCK
        self._say = say
        self._seen: Held | None = None
        self._looks = 0
        self._looked = -APART

    def look(self, now: float) -> None:
        """To be called about once a second; ends who held the write in the last `LOOKS` looks and did nothing. `now`: seconds."""
        if now - self._looked < APART:
            return
        self._looked = now
        held = _doing(self._holds())
        self._looks = self._looks + 1 if held is not None and held == self._seen else 0
        self._seen = held
        if held is not None and self._looks >= LOOKS:
            self._looks = 0
            self._end(held.process)

    def _holds(self) -> int | None:
        """Who has the door alone waits for the lock, as a rule, and does nothing meanwhile: looked at only where the lock is free."""
        holder = _holder(self._lock)
        return _holder(self._door) if holder is None else holder

    def _end(self, process: int) -> None:
        try:
            os.kill(process, signal.SIGKILL)
        except (ProcessLookupError, PermissionError) as error:
            self._say(f"process {process} holds the write, stands still and could not be ended: {error.strerror}")
            return
        self._say(f"process {process} held the write and stood still; it was ended, what it had begun is undone")


def _holder(file: Path) -> int | None:
    try:
        inode = file.stat().st_ino
        lines = (_PROC / "locks").read_text().splitlines()
    except OSError:
        return None
    return next((process for process in _flocked(lines, inode) if _has_open(process, file)), None)


def _flocked(lines: list[str], inode: int) -> Iterator[int]:
    """`1: FLOCK  ADVISORY  WRITE 4711 fe:01:393219 0 EOF`; who waits has `->` before `FLOCK`."""
    for line in lines:
        parts = line.split()
        if len(parts) >= 6 and parts[1] == "FLOCK" and parts[5].rpartition(":")[2] == str(inode):
            yield int(parts[4])


def _has_open(process: int, file: Path) -> bool:
    """A number of a file is told apart within its disk alone: the process must have this one open."""
    try:
        return any(os.path.samefile(one, file) for one in (_PROC / str(process) / "fd").iterdir() if one.exists())
    except OSError:
        return False


def _doing(process: int | None) -> Held | None:
    """None: nobody, or it is gone, or waits for a disk. Fields as in proc_pid_stat(5)."""
    if process is None:
        return None
    try:
        fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == _ON_DISK else Held(process, int(fields[11]) + int(fields[12]))
