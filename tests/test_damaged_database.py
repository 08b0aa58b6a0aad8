"""The database file damaged, cut off, emptied or gone: said with the remedy by whatever is started, and never made anew. And small files that
a power cut left half-written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole
PAGE = 4096


def _header(file: Path) -> None:
    with file.open("r+b") as bytes_:
        bytes_.write(b"\xff" * 100)


def _middle(file: Path) -> None:
    """Every page from the third on: whichever is read is not what was written."""
    with file.open("r+b") as bytes_:
        bytes_.seek(2 * PAGE)
        bytes_.write(b"\xa5" * (file.stat().st_size - 2 * PAGE))


def _cut(file: Path) -> None:
    with file.open("r+b") as bytes_:
        bytes_.truncate(file.stat().st_size // 2)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


HARMS: dict[str, Callable[[Path], None]] = {"header": _header, "middle": _middle, "cut": _cut, "empty": _emptied, "gone": Path.unlink}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_it_is_said_with_the_command_that_restores_and_left_as_it_is(
    installation_from_nothing: WholeProgram, example_of_this_run: Path | None, harm: str
) -> None:
    if example_of_this_run is None:
        pytest.skip("the database lies elsewhere")
    program = installation_from_nothing
    program.begin_like(example_of_this_run)
    backups = program.home.with_name("home-backups")
    backups.mkdir()
    for night in ("20261101-0100", "20261127-0100"):
        (backups / f"huiyin-{night}.age").touch()
    database = program.home / "huiyin.sqlite3"
    for log in program.home.glob("huiyin.sqlite3-*"):
        log.unlink()
    HARMS[harm](database)
    before = database.read_bytes() if database.exists() else None
    shutil.rmtree(program.home / "files", ignore_errors=True)

    for command in (("serve", "--port", str(program.port)), ("worker",), ("ledger", "verify")):
        if harm == "middle" and command[0] == "worker":
            continue  # it goes on with what can still be read, as the server does: pages say so
        said = program.huiyin(*command, check=False)
        assert said.returncode == 2, (command, said.stdout, said.stderr[-2000:])
        assert "Traceback" not in said.stderr
        assert f"restore {backups}/huiyin-20261127-0100.age --to {program.home}-restored" in said.stderr, said.stderr
    doctor = json.loads(program.huiyin("doctor", "--json", check=False).stdout)
    (found,) = [one for one in doctor["findings"] if one["about"] == "database"]
    assert found["weight"] == "bad"
    assert "huiyin-20261127-0100.age" in found["remedy"]
    assert (database.read_bytes() if database.exists() else None) == before, "what is damaged is kept as it is"


def test_a_first_start_that_was_broken_off_before_it_made_a_database_begins_anew(
    installation_from_nothing: WholeProgram,
) -> None:
    program = installation_from_nothing
    program.home.mkdir(mode=0o700, exist_ok=True)
    (program.home / "huiyin.sqlite3").touch()
    assert program.huiyin("ledger", "verify").returncode == 0
    assert (program.home / "database.begun").exists()


def test_small_files_that_were_being_written_when_the_power_went_stop_nothing(
    installation_from_nothing: WholeProgram, example_of_this_run: Path | None
) -> None:
    if example_of_this_run is None:
        pytest.skip("the database lies elsewhere")
    program = installation_from_nothing
    program.begin_like(example_of_this_run)
    fingerprint = (program.home / "key.fingerprint").read_text()
    (program.home / "key.fingerprint").write_text("")
    (program.home / "watch.json").write_text('{"at": "2026-')
    left = program.home / ".watch.json.4711"
    left.write_text("{")
    program.start()
    assert (program.home / "key.fingerprint").read_text() == fingerprint
    program.wait_for("a look of the watcher", lambda: (program.home / "watch.json").read_text().endswith("}"))
    assert "found" in json.loads((program.home / "watch.json").read_text())
    assert not left.exists()


def test_a_lost_key_is_said_where_its_note_was_lost_too(
    installation_from_nothing: WholeProgram, example_of_this_run: Path | None
) -> None:
    if example_of_this_run is None:
        pytest.skip("the database lies elsewhere")
    program = installation_from_nothing
    program.begin_like(example_of_this_run)
    key = Path(program.environment["HUIYIN_KEY_FILE"])
    program.huiyin("ledger", "verify")
    (program.home / "key.fingerprint").write_text("")
    key.unlink()
    said = program.huiyin("ledger", "verify", check=False)
    assert said.returncode == 2
    assert str(key) in said.stderr
    assert not key.exists(), "none is made in its place"
