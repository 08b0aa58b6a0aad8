"""After a destruction: the database file, what is in a backup, the folder of files and the log hold none of what was planted."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage
import pytest

from huiyin.kernel.vault import keys
from huiyin.operations.backup import recipients
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole
NAME, PHONE, TEXT, PAPER, SAID = "欧阳慕云", "13987654321", "锅炉房三年没有检修过", "发票在第三页背面", "账单附上"
IN_THE_CLEAR = (TEXT, PAPER, SAID)  # an ordinary case: readable in the database as long as it is kept


def step(program: WholeProgram, name: str) -> None:
    planted = json.dumps([NAME, PHONE, TEXT, PAPER])
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.retention.tests.whole_scene", name, planted],
        env=program.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    with program.log.open("a") as log:
        log.write(done.stdout + done.stderr)
    assert done.returncode == 0, done.stderr[-2000:]


def on_disk(program: WholeProgram) -> bytes:
    """Each file of the state folder, with what was deleted in it, and the log."""
    files = [one for one in program.home.rglob("*") if one.is_file()]
    return b"\n".join(one.read_bytes() for one in [*files, program.log])


def in_backup(program: WholeProgram, file: Path) -> bytes:
    """What whoever has the key reads in a backup, each member unpacked."""
    program.huiyin("backup", str(file))
    identity = recipients.identity(keys.load_or_make(Path(program.environment["HUIYIN_KEY_FILE"])))
    found = []
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(file.read_bytes(), [identity]))) as held:
        for member in held:
            data = held.extractfile(member)
            content = data.read() if data else b""
            found.append(gzip.decompress(content) if member.name.endswith(".gz") else content)
    return b"\n".join(found)


def planted_in(data: bytes) -> list[str]:
    words = (NAME, PHONE, TEXT, PAPER, SAID)
    return [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]


def test_after_a_destruction_nothing_of_it_is_left_anywhere(
    installation_of_its_own: WholeProgram, tmp_path: Path
) -> None:
    program = installation_of_its_own
    if "HUIYIN_TEST_DATABASE" in program.environment:
        pytest.skip("looks into the file of SQLite; what PostgreSQL keeps until its own VACUUM is PostgreSQL's")
    step(program, "plant")
    before = planted_in(on_disk(program)), planted_in(in_backup(program, tmp_path / "before.age"))
    for found in before:
        assert set(found) >= {TEXT, PAPER}, "what is looked for is there"
        assert not {NAME, PHONE} & set(found), "who it was is sealed from the first moment on"
    program.set_clock(days=366)
    step(program, "night")
    program.set_clock(days=31)
    step(program, "night")
    step(program, "confirm")
    step(program, "night")
    assert planted_in(in_backup(program, tmp_path / "after.age")) == []
    assert planted_in(on_disk(program)) == []
    said = json.loads(program.huiyin("ledger", "verify", "--json").stdout)
    assert said["ok"], said
