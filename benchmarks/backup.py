"""A backup while people write, the machine lost, and what is there again elsewhere; against copying the same bytes.

HUIYIN_BENCH_BACKUP_MB of attachments (default 300) that can't be squeezed, as pictures can't; 8 people hand in all the time.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import installation, submissions
from benchmarks.figures import Figure

MEGABYTES = int(os.environ.get("HUIYIN_BENCH_BACKUP_MB", "300"))
CLIENTS, QUIET = 8, 4.0  # people, and seconds of their work before and after
FILE = 2_000_000  # bytes of an attachment
CONCERNS = "SELECT count(*) FROM cases_concern"


def main() -> list[Figure]:
    return installation.in_its_own("backup")


@dataclass
class Load:
    """People who hand in until they are stopped. `done`: when each receipt was there."""

    port: int
    done: list[float] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._client) for _number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    def rate(self, since: float, until: float) -> float:
        return sum(since <= moment < until for moment in self.done) / (until - since)

    def _client(self) -> None:
        while not self.stopped.is_set():
            for cookie in submissions.drafts(50):
                if self.stopped.is_set():
                    return
                try:
                    if submissions.submit(self.port, [cookie]).errors:
                        return
                except OSError:  # the machine is gone
                    return
                self.done.append(time.perf_counter())


def measure() -> list[Figure]:
    home = Path(os.environ["HUIYIN_HOME"])
    elsewhere, file = home.with_name("elsewhere"), home.with_name("backup.age")
    _attachments(home / "files", MEGABYTES)
    load = Load(installation.free_port())
    with installation.serving(load.port, "--processes", "2", "--threads", "4") as program:
        threads = load.start()
        quiet = _timed(lambda: time.sleep(QUIET))
        copied = _timed(lambda: _copy(home, home.with_name("copy")))
        backed = _timed(lambda: _huiyin("backup", str(file)))
        time.sleep(QUIET)
        lost_at = time.perf_counter()
        os.killpg(program.pid, signal.SIGKILL)
        load.stopped.set()
        for thread in threads:
            thread.join()
        held = _bytes(home)
        home.rename(home.with_name("lost"))
        restored = _timed(lambda: _huiyin("restore", str(file), "--to", str(elsewhere)))
        with closing(sqlite3.connect(elsewhere / "huiyin.sqlite3")) as there:
            [concerns] = there.execute(CONCERNS).fetchone()
    before = sum(moment < backed.began for moment in load.done)
    assert concerns >= before, "a receipt that was given before the backup began is lost"
    return [
        Figure("backup: bytes that are saved", held / 1e6, "MB"),
        Figure("backup: copying them, with people at work", copied.seconds, "s"),
        Figure("backup: making it", backed.seconds, "s"),
        Figure("  making it: times copying", backed.seconds / copied.seconds, "×"),
        Figure("  people hand in meanwhile, of what they do otherwise", load.rate(backed.began, backed.ended) / load.rate(quiet.began, quiet.ended), ""),
        Figure("backup: restored elsewhere, its ledger verified", restored.seconds, "s"),
        Figure("  restoring it: times copying", restored.seconds / copied.seconds, "×"),
        Figure("backup: receipts given before it began and lost", max(before - concerns, 0), "", 0),
        Figure("backup: receipts given later, lost with the machine", len(load.done) - concerns, ""),
        Figure("  and seconds of work", lost_at - backed.began, "s"),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timed:
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def _timed(work: Callable[[], object]) -> Timed:
    began = time.perf_counter()
    work()
    return Timed(began, time.perf_counter())


def _attachments(folder: Path, megabytes: int) -> None:
    for number in range(max(megabytes * 1_000_000 // FILE, 1)):
        path = folder / f"{number % 256:02x}" / f"{number:064x}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.randbytes(FILE))


def _copy(home: Path, target: Path) -> None:
    """The same bytes to the same disk, and until they are on it."""
    shutil.copytree(home, target)
    os.sync()
    shutil.rmtree(target)


def _bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())


def _huiyin(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "huiyin.cli", *arguments], check=True, stdout=subprocess.DEVNULL)
