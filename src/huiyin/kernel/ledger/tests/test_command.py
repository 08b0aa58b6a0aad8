"""`huiyin ledger verify` as an operator meets it: whole processes, a real database file, its bytes edited."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time as monotonic
from pathlib import Path

import pytest
from django.db import connection

from huiyin.kernel.tests.walks import WHOLE

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="edits the bytes of an SQLite file")

WRITE = """
import django; django.setup()
from huiyin.kernel import ledger, store, time
from huiyin.kernel.ledger.tests.sample.models import Sample
def one():
    with store.write():
        row = Sample.objects.create(word="sample word", text="sample text")
        ledger.record(verb="samples.make", actor="visitor", about="sample:1", at=time.now(), commits=[row])
"""
HISTORY = f"{WRITE}\nfor _ in range(3): one()\nledger.sequence_now()\none()\n"
LOAD = f"{WRITE}\nimport itertools\nfor n in itertools.count():\n    one()\n    if n % 3 == 0: ledger.sequence_now()\n"


class Installation:
    def __init__(self, home: Path, database: Path) -> None:
        self.home = home / "state"
        self.home.mkdir()
        self.file = self.home / "huiyin.sqlite3"
        shutil.copyfile(database, self.file)
        self.environment = os.environ | {
            "HUIYIN_HOME": str(self.home),
            "HUIYIN_KEY_FILE": str(home / "key"),
            "HUIYIN_TEST_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "huiyin.settings.test",
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, code: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", code], env=self.environment)

    def python(self, code: str) -> None:
        assert self.start(code).wait() == 0

    def ledger(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "import sys; from huiyin.cli import main; sys.exit(main())", "ledger"]
        return subprocess.run([*command, *arguments], env=self.environment, capture_output=True, text=True, check=False)

    def verify(self) -> tuple[int, dict]:
        done = self.ledger("verify", "--json")
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    def rest(self) -> None:
        """Bring everything from the write-ahead log into the file."""
        database = sqlite3.connect(self.file)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()


@pytest.fixture
def installation(tmp_path, migrated_database):
    return Installation(tmp_path, migrated_database)


@pytest.fixture(scope="module")
def history(tmp_path_factory, migrated_database):
    """To copy, never to write to."""
    made = Installation(tmp_path_factory.mktemp("history"), migrated_database)
    made.python(HISTORY)
    made.rest()
    return made


@pytest.fixture
def with_history(tmp_path, history):
    copy = Installation(tmp_path, history.file)
    shutil.copy2(history.environment["HUIYIN_KEY_FILE"], copy.environment["HUIYIN_KEY_FILE"])
    return copy


@pytest.mark.whole
def test_an_edited_byte_of_the_file_makes_the_command_fail_and_name_it(with_history, tmp_path):
    installation = with_history
    code, report = installation.verify()
    assert (code, report["ok"], report["entries"], report["tree_size"], report["first_bad"]) == (0, True, 4, 16, None)
    kept = tmp_path / "kept.txt"
    kept.write_text(installation.ledger("checkpoint").stdout)
    assert installation.ledger("verify", "--against", str(kept)).returncode == 0
    kept.write_text(kept.read_text().replace("16", "17"))
    refused = installation.ledger("verify", "--against", str(kept))
    assert refused.returncode == 2
    assert str(kept) in refused.stderr

    installation.rest()
    whole = installation.file.read_bytes()
    database = sqlite3.connect(installation.file)
    entries = database.execute("SELECT public_id FROM ledger_entry ORDER BY id").fetchall()
    rows = [f"ledger_sample.sample:{row[0]}" for row in database.execute("SELECT id FROM ledger_sample_sample")]
    database.close()
    for needle, name in [
        *[(public_id[0].encode() + b"2", public_id[0]) for public_id in entries],  # the year follows in the record
        *[(b"sample word" + b"sample text", row) for row in rows[:1]],
    ]:
        position = whole.index(needle)
        installation.file.write_bytes(whole[: position + 14] + b"~" + whole[position + 15 :])
        code, report = installation.verify()
        assert (code, report["ok"]) == (1, False)
        assert name in report["first_bad"] or "ledger_sample.sample:" in report["first_bad"]
    installation.file.write_bytes(whole)
    assert installation.verify()[0] == 0


FLIP = """
import django; django.setup()
from django.db import connection
from huiyin.kernel import ledger
missed = []
for position, bit in FLIPS:
    connection.close()
    with open(FILE, "r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ bit]))
    report = ledger.verify()
    if report.ok or not report.first_bad:
        missed.append((position, bit))
    with open(FILE, "r+b") as file:
        file.seek(position)
        file.write(bytes([byte]))
assert not missed, missed
connection.close()
assert ledger.verify().ok
"""
SEED = 20261124
EVIDENCE = ("entry", "leaf", "checkpoint", "opening", "unsequenced", "sample_sample")


@pytest.mark.whole
@pytest.mark.parametrize("table", EVIDENCE)
def test_any_flipped_bit_of_a_row_as_it_lies_in_the_file_is_found(with_history, table):
    """Header bytes included: they say of which kind and length each column is."""
    installation = with_history
    database = sqlite3.connect(installation.file)
    size = database.execute("PRAGMA page_size").fetchone()[0]
    name = (f"ledger_{table}",)
    root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", name).fetchone()[0]
    columns = database.execute(f"PRAGMA table_info(ledger_{table})").fetchall()
    key_column = next((number for number, _name, kind, *_rest, key in columns if key and kind == "INTEGER"), None)
    database.close()
    page = installation.file.read_bytes()[(root - 1) * size : root * size]
    assert page[0] == 0x0D  # a leaf page of a table: all rows lie here
    unread = kinds_of_the_key(page, key_column)
    rows = [place for place in range(int.from_bytes(page[5:7], "big"), size) if place not in unread]
    chance = random.Random(f"{SEED} {table}")
    chosen = chance.sample(rows, min(len(rows), 80 if WHOLE else 30))
    flips = [((root - 1) * size + place, 1 << chance.randrange(8)) for place in chosen]
    installation.python(f"FLIPS = {flips}; FILE = {str(installation.file)!r}\n{FLIP}")


def kinds_of_the_key(page: bytes, key_column: int | None) -> set[int]:
    """Where each record of a page says of which kind its integer key is: SQLite never reads that, the key lies before.

    https://www.sqlite.org/fileformat2.html#record_format: whether it says "null" or "the number 0" states nothing.
    """
    places = set()
    for number in range(int.from_bytes(page[3:5], "big")) if key_column is not None else ():
        pointer = 8 + 2 * number
        place = int.from_bytes(page[pointer : pointer + 2], "big")
        for _ in range(3 + key_column):  # length of the record, key, length of its head, kinds of the columns before
            while page[place] & 0x80:
                place += 1
            place += 1
        places.add(place)
    return places


@pytest.mark.whole
def test_a_ledger_whose_writers_are_killed_at_any_moment_verifies(installation):
    for _ in range(6 if WHOLE else 3):
        writers = [installation.start(LOAD) for _ in range(2)]
        before = entries(installation)
        while entries(installation) < before + 20:
            monotonic.sleep(0.01)
        monotonic.sleep(random.random() / 5)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.wait()
    code, report = installation.verify()
    assert code == 0, report
    assert report["entries"] > 50


def entries(installation) -> int:
    database = sqlite3.connect(installation.file)
    number = database.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
    database.close()
    return number
