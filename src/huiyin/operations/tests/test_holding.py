"""A process that stands still in the middle of a write must not stop the office."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from huiyin.operations.holding import LOOKS, Holding
from huiyin.operations.testing.whole import WholeProgram

HOLDS = """
import django, os, signal, sys
django.setup()
from huiyin.kernel import store
with store.write():
    print("holds", flush=True)
    {work}
"""
STANDS = "os.kill(os.getpid(), signal.SIGSTOP)"
WAITS_FOR_NOTHING = "sys.stdin.read()"
WORKS = "while True: sum(range(1000))"
AT_THE_DOOR = """
import fcntl, pathlib, sys
home = pathlib.Path(sys.argv[1])
door, lock = (open(home / name, "r+") for name in ("write.door", "write.lock"))
fcntl.flock(door, fcntl.LOCK_EX)
print("at the door", flush=True)
fcntl.flock(lock, fcntl.LOCK_EX)
"""


def used(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def used_more(process: int) -> None:
    """Until it has worked on."""
    before = used(process)
    while used(process) == before:
        os.sched_yield()


def settled(process: int) -> None:
    """Until it does nothing any more."""
    stat = Path(f"/proc/{process}/stat")
    while stat.read_text().rpartition(")")[2].split()[0] not in "ST":
        os.sched_yield()


@contextmanager
def holder(home: Path, key: Path, work: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has the write and then does `work`, which does not end."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "huiyin.settings.embedded",
        "HUIYIN_HOME": str(home),
        "HUIYIN_KEY_FILE": str(key),
    }
    command = [sys.executable, "-c", HOLDS.format(work=work)]
    process = subprocess.Popen(  # our own words
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def looks(holding: Holding, number: int, begin: int = 0) -> None:
    for second in range(begin, begin + number):
        holding.look(float(second))


@pytest.mark.parametrize("work", [STANDS, WAITS_FOR_NOTHING])
def test_who_stands_still_in_the_middle_of_a_write_is_ended(tmp_path: Path, work: str) -> None:
    said: list[str] = []
    with holder(tmp_path, tmp_path / "key", work) as process:
        holding = Holding(tmp_path, said.append)
        settled(process.pid)
        looks(holding, LOOKS)
        assert process.poll() is None, "a moment is none"
        looks(holding, 2, begin=LOOKS)
        assert process.wait(20) == -signal.SIGKILL
    assert f"process {process.pid} held the write" in said[0]


def test_who_works_through_a_long_write_is_left_alone(tmp_path: Path) -> None:
    said: list[str] = []
    with holder(tmp_path, tmp_path / "key", WORKS) as process:
        holding = Holding(tmp_path, said.append)
        for second in range(3 * LOOKS):
            holding.look(float(second))
            used_more(process.pid)
        assert process.poll() is None
    assert not said


def test_who_waits_at_the_door_behind_a_long_write_is_left_alone(tmp_path: Path) -> None:
    said: list[str] = []
    with holder(tmp_path, tmp_path / "key", WORKS) as process:
        waits = subprocess.Popen(  # our own words
            [sys.executable, "-c", AT_THE_DOOR, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert waits.stdout is not None
            assert waits.stdout.readline() == "at the door\n"
            holding = Holding(tmp_path, said.append)
            for second in range(3 * LOOKS):
                holding.look(float(second))
                used_more(process.pid)
            assert waits.poll() is None
        finally:
            waits.kill()
            waits.communicate()
    assert not said


def test_many_looks_in_one_second_count_once(tmp_path: Path) -> None:
    """A child's end wakes the supervisor: it looks more often then."""
    said: list[str] = []
    with holder(tmp_path, tmp_path / "key", STANDS) as process:
        holding = Holding(tmp_path, said.append)
        settled(process.pid)
        for part in range(100):
            holding.look(part / 100)
        assert process.poll() is None
    assert not said


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions; the supervisor looks there")
def test_postgresql_ends_a_session_that_stands_still_in_a_write() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


@pytest.mark.whole
def test_the_office_goes_on_when_a_process_stands_still_in_a_write(example_of_its_own: WholeProgram) -> None:
    program = example_of_its_own
    program.start()
    with holder(program.home, Path(program.environment["HUIYIN_KEY_FILE"]), STANDS) as process:
        program.wait_for("the end of who stood still", lambda: process.poll() is not None)
    assert f"process {process.pid} held the write and stood still" in program.log.read_text()
    program.catch_up()  # the worker writes again
