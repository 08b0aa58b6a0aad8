"""A machine is lost; what is left is a backup and the key. Everything must be there again, and nothing may be claimed that is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

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
