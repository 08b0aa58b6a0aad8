"""A machine is lost; what is left is a backup and the key. Everything must be there again, and nothing may be claimed that is not."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyrage
import pytest

from huiyin.kernel.vault import keys
from huiyin.operations.backup import recipients
from huiyin.operations.backup.manifest import Manifest, looks_like
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole


@pytest.fixture
def filled(example_of_its_own: WholeProgram) -> WholeProgram:
    """An installation with the example district and one stored file."""
    program = example_of_its_own
    stored = program.home / "files" / "ab" / "abcdef"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(bytes(range(256)) * 40_000)
    return program


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[WholeProgram]:
    """Another machine: no state, no key."""
    program = WholeProgram(tmp_path / "elsewhere")
    yield program
    program.stop()


def test_restored_on_another_machine_everything_is_there_and_the_ledger_verifies(
    filled: WholeProgram, elsewhere: WholeProgram, tmp_path: Path
) -> None:
    if "HUIYIN_TEST_DATABASE" in filled.environment and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    count = "SELECT count(*) FROM organisations_account"
    people, verified = filled.rows(count), filled.huiyin("ledger", "verify", "--json")
    file = tmp_path / "backup.age"
    filled.huiyin("backup", str(file))
    words = filled.huiyin("key", "words").stdout
    shutil.rmtree(filled.home)

    without_key = elsewhere.huiyin("restore", str(file), check=False)
    assert without_key.returncode == 2
    assert "words" in without_key.stderr

    typed = "".join(f"{line.split()[1]}\n" for line in words.splitlines() if line.strip()[0].isdigit())
    said = json.loads(elsewhere.huiyin("restore", str(file), "--words", "--json", words=typed).stdout)
    assert said["ledger"] == json.loads(verified.stdout)
    assert elsewhere.rows(count) == people
    assert (elsewhere.home / "files" / "ab" / "abcdef").read_bytes() == bytes(range(256)) * 40_000
    elsewhere.start()
    assert elsewhere.get("/")[0] == 200


def test_the_key_is_not_in_it_nor_anything_readable(filled: WholeProgram, tmp_path: Path) -> None:
    file = tmp_path / "backup.age"
    filled.huiyin("backup", str(file))
    data = file.read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert bytes.fromhex(Path(filled.environment["HUIYIN_KEY_FILE"]).read_text()) not in data
    assert file.stat().st_mode & 0o077 == 0


def test_its_size_is_one_of_few_whatever_came_in(filled: WholeProgram, tmp_path: Path) -> None:
    """A sealed report, a case, a photograph: the listing of a folder of backups is the same."""
    one, other = tmp_path / "one.age", tmp_path / "other.age"
    filled.huiyin("backup", str(one))
    more = filled.home / "files" / "cd" / "cdefab"
    more.parent.mkdir()
    more.write_bytes(bytes(range(256)) * 1000)
    filled.huiyin("backup", str(other))
    assert abs(one.stat().st_size - other.stat().st_size) < 512, "but for the lines that age draws at random"


@pytest.mark.parametrize("size", [1, 4 << 20, (8 << 20) + 1, 100 << 20, 999_999_999, 40 << 30])
def test_what_is_filled_up_is_an_eighth_at_most(size: int) -> None:
    full = looks_like(size)
    assert size <= full <= max(size * 9 // 8 + 1, size + (8 << 20))
    assert looks_like(full) == full


def test_a_backup_replaces_nothing_and_a_restore_replaces_nothing(filled: WholeProgram, tmp_path: Path) -> None:
    file = tmp_path / "backup.age"
    filled.huiyin("backup", str(file))
    first = file.read_bytes()
    assert filled.huiyin("backup", str(file), check=False).returncode == 2
    assert file.read_bytes() == first
    again = filled.huiyin("restore", str(file), check=False)
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_a_backup_onto_the_same_disk_folder_is_refused(filled: WholeProgram) -> None:
    refused = filled.huiyin("backup", str(filled.home / "backup.age"), check=False)
    assert refused.returncode == 2


def test_a_backup_of_the_first_form_is_still_restored(filled: WholeProgram, tmp_path: Path) -> None:
    """It was one squeezed archive with the database as it is."""
    if "HUIYIN_TEST_DATABASE" in filled.environment:
        pytest.skip("pg_dump's file has always been squeezed by itself")
    new, old = tmp_path / "new.age", tmp_path / "old.age"
    filled.huiyin("backup", str(new))
    identity = recipients.identity(keys.load_or_make(Path(filled.environment["HUIYIN_KEY_FILE"])))
    squeezed = io.BytesIO()
    plain = io.BytesIO(pyrage.decrypt(new.read_bytes(), [identity]))
    with tarfile.open(fileobj=plain) as held, tarfile.open(fileobj=squeezed, mode="w:gz") as first:
        members = {member.name: held.extractfile(member).read() for member in held}
        about = Manifest.from_bytes(members.pop("manifest.json"))
        members["huiyin.sqlite3"] = gzip.decompress(members.pop("huiyin.sqlite3.gz"))
        about.format, about.files = 1, {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
        for name, data in {**members, "manifest.json": about.to_bytes()}.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            first.addfile(header, io.BytesIO(data))
    old.write_bytes(pyrage.encrypt(squeezed.getvalue(), [identity.to_public()]))
    said = json.loads(filled.huiyin("restore", str(old), "--to", str(tmp_path / "there"), "--json").stdout)
    assert said["ledger"]["ok"] is True


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_backup_leaves_nothing_behind(filled: WholeProgram, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "backup.age"
    filled.huiyin("backup", str(file))
    data = bytearray(file.read_bytes())
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[-100] ^= 1
    file.write_bytes(data)
    target = tmp_path / "target"
    refused = filled.huiyin("restore", str(file), "--to", str(target), check=False)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir() if "restoring" in path.name] == []


SET_UP = (
    *("setup", "--name", "临禾县第一小学", "--kind", "school", "--language", "en"),
    *("--outside-body", "临禾县纪委监委", "--outside-body-channel", "12388"),
    *("--administrator", "chen=陈", "--administrator", "lin=林"),
)
NIGHTS = "SELECT file, ended_at, proved_at, entries, trouble FROM operations_backup ORDER BY id"


def doctor_on_backups(program: WholeProgram) -> list[dict[str, str]]:
    said = json.loads(program.huiyin("doctor", "--json", check=False).stdout)
    return [one for one in said["findings"] if one["about"] == "backup"]


def test_a_restore_that_is_killed_leaves_nothing_readable_once_somebody_comes_after_it(
    filled: WholeProgram, elsewhere: WholeProgram, tmp_path: Path
) -> None:
    if "HUIYIN_TEST_DATABASE" in filled.environment:
        pytest.skip("the database lies elsewhere")
    file, home = tmp_path / "backup.age", tmp_path / "target" / "home"
    (filled.home / "files" / "ab" / "large").write_bytes(os.urandom(60_000_000))
    filled.huiyin("backup", str(file))

    def unpacked() -> list[Path]:
        return list(home.parent.glob(".home-restoring-*/*/huiyin.sqlite3*"))

    def begun() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "huiyin.cli", "restore", str(file), "--to", str(home)]
        there = len(unpacked())
        process = subprocess.Popen(command, env=filled.environment, stdout=subprocess.DEVNULL)
        filled.wait_for("something to be unpacked", lambda: len(unpacked()) > there or process.poll() is not None)
        process.send_signal(signal.SIGSTOP)
        assert len(unpacked()) > there, "it was stopped in the middle, and the other one is left alone"
        return process

    first = begun()
    second = begun()
    for process in (first, second):
        process.kill()
        process.wait()
    assert len(unpacked()) == 2
    filled.huiyin("restore", str(file), "--to", str(home))
    assert (home / "huiyin.sqlite3").is_file()
    assert not list(home.parent.glob(".*restoring*"))

    left = elsewhere.home.parent / f".{elsewhere.home.name}-restoring-abc" / "home"
    left.mkdir(parents=True)
    (left / "huiyin.sqlite3").write_bytes(b"names")
    elsewhere.start()
    assert not left.parent.exists(), "the next start takes it away too"


def test_each_night_the_worker_makes_one_by_itself_and_tries_it(installation_of_its_own: WholeProgram) -> None:
    program = installation_of_its_own
    sqlite = "HUIYIN_TEST_DATABASE" not in program.environment
    if not sqlite and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    program.huiyin(*SET_UP)
    folder = program.home.with_name("home-backups")

    def done() -> list[str]:
        """Those that are whole; on SQLite restored on trial as well."""
        nights = program.rows(NIGHTS)
        assert not [trouble for *_rest, trouble in nights if trouble]
        return [file for file, ended, proved, *_rest in nights if (proved if sqlite else ended)]

    program.start()
    program.wait_for("the first backup", lambda: len(done()) == 1)
    program.fast_forward(days=1)
    program.wait_for("that of the next night", lambda: len(done()) == 2)
    program.stop()
    assert sorted(path.name for path in folder.iterdir()) == sorted(done()), "no trial is left"
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert not [one for one in doctor_on_backups(program) if one["weight"] == "bad"]
    if sqlite:
        assert program.rows(NIGHTS)[-1][3] > 0


def test_a_night_that_fails_is_named_and_a_backup_that_does_not_verify_counts_as_none(
    installation_of_its_own: WholeProgram, tmp_path: Path
) -> None:
    program = installation_of_its_own
    if "HUIYIN_TEST_DATABASE" in program.environment:
        pytest.skip("a trial needs a database of its own there")
    program.huiyin(*SET_UP)
    share = tmp_path / "share"
    share.write_text("a disk that is not mounted")
    program.environment["HUIYIN_BACKUP_FOLDER"] = str(share)
    refused = program.huiyin("backup", check=False)
    assert refused.returncode == 1
    assert str(share) in refused.stderr
    assert [one["weight"] for one in doctor_on_backups(program)].count("bad") == 2

    share.unlink()
    program.huiyin("backup")
    [whole] = [path.name for path in share.iterdir()]
    assert not [one for one in doctor_on_backups(program) if one["weight"] == "bad"]
    with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE ledger_entry SET verb = 'something.else' WHERE id = 2")
        database.commit()
    altered = program.huiyin("backup", check=False)
    assert altered.returncode == 1
    assert "does not verify" in altered.stderr
    assert (share / whole).exists(), "an older one is not put away for one that is worth nothing"
    assert program.rows(NIGHTS)[-1][2] is None


def test_while_one_is_made_no_other_is(filled: WholeProgram) -> None:
    with (filled.home / "backup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = filled.huiyin("backup", check=False)
    assert refused.returncode == 2
    assert not filled.rows(NIGHTS)


def test_given_the_database_that_was_in_use_the_restore_names_what_came_after_the_backup(
    filled: WholeProgram, tmp_path: Path
) -> None:
    if "HUIYIN_TEST_DATABASE" in filled.environment:
        pytest.skip("an old database is an SQLite file")
    file, kept, there = tmp_path / "backup.age", tmp_path / "checkpoint.txt", tmp_path / "there"
    filled.huiyin("backup", str(file))
    [(entries, last)] = filled.rows("SELECT count(*), max(id) FROM ledger_entry")
    filled.start()
    filled.fast_forward(days=8)
    filled.stop()
    kept.write_text(filled.huiyin("ledger", "checkpoint").stdout)
    old = filled.home / "huiyin.sqlite3"
    witnesses = ("--old-database", str(old), "--against", str(kept))
    said = json.loads(filled.huiyin("restore", str(file), "--to", str(there), *witnesses, "--json").stdout)
    missing = said["missing"]
    after = dict(filled.rows("SELECT verb, count(*) FROM ledger_entry WHERE id > ? GROUP BY verb", last))
    assert said["ledger"]["entries"] == entries
    assert after
    assert missing["verbs"] == after
    assert missing["entries"] == sum(after.values()) == sum(missing["things"].values())
    assert missing["places"] > 0
    assert not missing["foreign"]

    _as_somebody_else_would(old, "UPDATE ledger_entry SET verb = 'something.else' WHERE id = ?", last + 1)
    filled.environment["HUIYIN_HOME"] = str(there)
    forged = json.loads(filled.huiyin("ledger", "missing", "--old-database", str(old), "--json", check=False).stdout)
    assert forged["foreign"] == 1, "what nobody with the key wrote is not told as if it had happened"
    assert forged["entries"] == missing["entries"] - 1
    spoken = filled.huiyin("ledger", "missing", "--old-database", str(old), check=False)
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", spoken.stdout), "a moment as people read it"
    assert "+00:00" not in spoken.stdout
    assert spoken.returncode == 1
    assert str(missing["entries"] - 1) in spoken.stdout

    _as_somebody_else_would(old, "UPDATE ledger_entry SET public_id = 'another' WHERE id = ?", last)
    for stranger in (old, file):
        refused = filled.huiyin("ledger", "missing", "--old-database", str(stranger), check=False)
        assert refused.returncode == 2
        assert str(stranger) in refused.stderr
        assert "Traceback" not in refused.stderr


def _as_somebody_else_would(database: Path, statement: str, number: int) -> None:
    """Past the triggers, with an editor of databases."""
    with closing(sqlite3.connect(database)) as opened:
        for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            opened.execute(f'DROP TRIGGER "{name}"')
        opened.execute(statement, (number,))
        opened.commit()
