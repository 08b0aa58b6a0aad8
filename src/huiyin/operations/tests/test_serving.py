"""The server and the worker as processes: they start, are watched, are started again, and end."""

from __future__ import annotations

import os
import signal
import sqlite3
import time as monotonic
from contextlib import closing

import pytest
from django.db import connection

from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole


def wait_for_new_processes(program: WholeProgram, part: str, killed: list[int]) -> list[int]:
    deadline = monotonic.monotonic() + 20
    while monotonic.monotonic() < deadline:
        alive = program.process_ids(part)
        if alive and not set(alive) & set(killed):
            return alive
        os.sched_yield()
    raise AssertionError(f"no new {part} process within 20 s")


def test_killed_processes_come_back_and_the_whole_ends_in_time(installation_from_nothing: WholeProgram) -> None:
    """Begun from nothing: `huiyin serve` makes folder, key and database itself."""
    whole_program = installation_from_nothing
    whole_program.start()
    for part in ("worker", "granian"):
        before = whole_program.process_ids(part)
        assert before
        os.kill(before[0], signal.SIGKILL)
        wait_for_new_processes(whole_program, part, before[:1])
        whole_program.wait_for("an answer again", whole_program._answers)
    whole_program.catch_up()

    began = monotonic.monotonic()
    assert whole_program.stop() == 0
    assert monotonic.monotonic() - began < 10
    assert whole_program.process_ids("worker") + whole_program.process_ids("granian") == []


def test_nothing_keeps_running_when_the_supervisor_is_killed(whole_program: WholeProgram) -> None:
    assert whole_program.process is not None
    whole_program.process.kill()
    whole_program.process.wait()
    deadline = monotonic.monotonic() + 15
    while whole_program.process_ids("granian") + whole_program.process_ids("worker"):
        assert monotonic.monotonic() < deadline, "children outlived their supervisor"
        os.sched_yield()
    whole_program.start()  # and the port is free again


def test_a_taken_port_is_said_in_words(whole_program: WholeProgram) -> None:
    second = whole_program.huiyin("serve", "--port", str(whole_program.port), check=False)
    assert second.returncode == 2
    assert str(whole_program.port) in second.stderr
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's write-ahead log")
def test_what_is_written_comes_into_the_database_file_beside_the_writers(whole_program: WholeProgram) -> None:
    """Read without the log: what stands in the file alone."""
    [(written,)] = whole_program.rows("SELECT max(at) FROM operations_heartbeat")
    file = f"file:{whole_program.home}/huiyin.sqlite3?immutable=1"

    def there() -> bool:
        with closing(sqlite3.connect(file, uri=True)) as alone:
            [(found,)] = alone.execute("SELECT max(at) FROM operations_heartbeat")
        return found is not None and found >= written

    whole_program.wait_for("the log to be in the file", there)
