"""The whole program in processes of its own, with a clock that a test can move.

A test boots it (server, worker, database, key, mail folder: all its own), fast-forwards days, and reads what people would
have got. Marked `whole`.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time as monotonic
import urllib.request
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

SELDOM = (
    20  # seconds: a job that runs as seldom has caught up when its last run found nothing and the next is still to come
)
PATIENCE = 60.0  # seconds for the server to answer, and for the worker to catch up


class DidNotHappenError(AssertionError):
    """What was waited for did not happen in time; the message holds the end of the program's log."""


class WholeProgram:
    """One running Huiyin. `offset` is how far its clock is ahead of the machine's."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.mail_folder = self.home / "mail"
        self.clock = folder / "clock"
        self.log = folder / "log"
        self.port = _free_port()
        self.offset = dt.timedelta(0)
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = _environment(self.home, folder / "key", self.clock)
        folder.mkdir(parents=True, exist_ok=True)
        self.clock.write_text("0")

    def begin_with(self, database: Path) -> None:
        """Begin with a copy of an SQLite file instead of migrating an empty one."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(database, self.home / "huiyin.sqlite3")

    def begin_like(self, other: Path) -> None:
        """Begin as another one stands in its folder (SQLite, nothing running), with its key. Its own may be there, empty."""
        shutil.copytree(other / "home", self.home, dirs_exist_ok=True)
        shutil.copy2(other / "key", self.environment["HUIYIN_KEY_FILE"])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def huiyin(self, *arguments: str, check: bool = True, words: str = "") -> subprocess.CompletedProcess[str]:
        """Run one `huiyin` command against this installation. `words` is typed into it."""
        done = subprocess.run(
            [sys.executable, "-m", "huiyin.cli", *arguments],
            env=self.environment,
            input=words,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise DidNotHappenError(
                f"huiyin {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done

    def start(self, *options: str) -> None:
        """Boot it, and wait until it answers and the worker has done its first round."""
        self.start_reading(*options)
        if "--no-worker" not in options:
            self.catch_up()

    def start_reading(self, *options: str) -> None:
        """Boot it, and wait until it answers: on a disk that can only be read no worker runs."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "huiyin.cli", "serve", "--port", str(self.port), *options],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for("an answer", self._answers)

    def kill(self) -> None:
        """As a power cut does: at once, with whatever it was doing."""
        assert self.process is not None
        process, self.process = self.process, None
        process.kill()  # its children end with it
        process.wait()
        self.wait_for("its children to be gone", lambda: not self._answers())

    def stop(self) -> int:
        """End it as an administrator would; answers the exit status."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def fast_forward(self, **length: float) -> None:
        """Move the clock (`days=3, hours=1`) and wait until everything that this brings about has happened."""
        self.set_clock(**length)
        self.catch_up()

    def set_clock(self, **length: float) -> None:
        """Move it, forward or back, and wait for nothing."""
        self.offset += dt.timedelta(**length)
        draft = self.clock.with_suffix(".new")
        draft.write_text(str(self.offset.total_seconds()))
        draft.rename(self.clock)  # at once: another process never reads half a number

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.offset  # noqa: TID251  # the test's own side of the moved clock

    def catch_up(self) -> None:
        """Wait until every job has run twice on the present time and found nothing more to do: one may make work for another."""
        for _round in range(2):
            since = self.now()
            self.wait_for("the worker to catch up", lambda since=since: self._caught_up(since))

    def mails(self) -> list[EmailMessage]:
        """Every e-mail that went out, oldest first."""
        files = sorted(self.mail_folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        with urllib.request.build_opener(_Plain()).open(f"{self.address}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into its database, reading only; `?` stands for a value."""
        address = self.environment.get("HUIYIN_TEST_DATABASE", "")
        if address:
            import psycopg

            with psycopg.connect(address) as connection:
                return connection.execute(query.replace("?", "%s").encode(), values).fetchall()
        with closing(sqlite3.connect(f"file:{self.home}/huiyin.sqlite3?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def process_ids(self, part: str) -> list[int]:
        """Processes of this installation whose command line holds `part` ("granian", "worker")."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().decode(errors="replace")
                mine = f"HUIYIN_HOME={self.home}".encode() in (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if mine and part in command.split("\0"):
                found.append(int(folder.name))
        return sorted(found)

    def _answers(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise DidNotHappenError(f"it ended with status {self.process.returncode}:\n{self._log_end()}")
        try:
            self.get("/")
        except (OSError, ValueError):
            return False
        return True

    def _caught_up(self, since: dt.datetime) -> bool:
        from huiyin.operations.jobs import JOBS

        beats = {
            row[0]: row[1:] for row in self.rows("SELECT job, at, idle, failures, last_error FROM operations_heartbeat")
        }
        for job in JOBS:
            if job.name not in beats:
                return False
            at, idle, failures, last_error = beats[job.name]
            if failures >= 3:
                raise DidNotHappenError(f"job {job.name} fails: {last_error}")
            ran = _moment(at)
            waits = idle and ran + dt.timedelta(seconds=job.every) > self.now()
            if not (idle and ran >= since) and not (waits and job.every >= SELDOM):
                return False
        return True

    def wait_for(self, what: str, happened: Any) -> None:
        """Until it has happened, for as long as is reasonable."""
        deadline = monotonic.monotonic() + PATIENCE
        while not happened():
            if monotonic.monotonic() > deadline:
                raise DidNotHappenError(f"waited {PATIENCE:.0f} s for {what}:\n{self._log_end()}")
            monotonic.sleep(0.05)

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""


class _Plain(urllib.request.HTTPErrorProcessor):
    """Answers as they are: an error page is an answer too."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, str):
        return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    return value  # type: ignore[no-any-return]


def _environment(home: Path, key: Path, clock: Path) -> dict[str, str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_", "PYTEST_"))
    }
    environment |= {
        "DJANGO_SETTINGS_MODULE": "huiyin.settings.test",
        "HUIYIN_HOME": str(home),
        "HUIYIN_KEY_FILE": str(key),
        "HUIYIN_TEST_CLOCK": str(clock),
        "HUIYIN_LANGUAGE": "en",
        "PYTHONWARNINGS": "default",
    }
    server = os.environ.get("HUIYIN_TEST_DATABASE", "")
    if server:
        environment["HUIYIN_TEST_DATABASE"] = _fresh_database(server)
    return environment


def _fresh_database(server: str) -> str:
    import psycopg

    name = f"whole_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server.rpartition('/')[0]}/{name}"
