"""Whoever edits the database file is found out: one byte of any committed column of a lived-in installation; an erasure is not."""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from huiyin.kernel.ledger.canonical import bare
from huiyin.kernel.ledger.checks import committed_models
from huiyin.kernel.ledger.recording import model_label
from huiyin.kernel.tests.walks import WHOLE
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole

SEED = 20260901
MOST_RUNS = 6
AT_ONCE = 40  # rows of different tables edited before one run of the command, which names each of them


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, example_of_this_run: Path | None) -> WholeProgram:
    """The example: a case in every state, told through the same verbs as in earnest. Nothing runs."""
    if example_of_this_run is None:
        pytest.skip("bytes of a file: SQLite alone")
    program = WholeProgram(tmp_path_factory.mktemp("ledger") / "whole")
    program.begin_like(example_of_this_run)
    with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return program


def columns() -> list[tuple[type[models.Model], str]]:
    """(model, column) of everything that an entry commits to."""
    return [
        (model, model._meta.get_field(bare(name)).column)
        for model in committed_models()
        if model._meta.app_label != "ledger_sample"
        for name in model.committed_fields
    ]


def test_one_edited_byte_of_any_committed_row_is_named(lived_in: WholeProgram, tmp_path: Path) -> None:
    """Every committed column that holds anything in the example, one random row and byte each (seed 20260901).

    `make test` takes those that fit into six runs of the command, one a row; `make proof` all.
    """
    chance = random.Random(SEED)
    assert verify(lived_in)["ok"]
    kept = tmp_path / "kept"
    shutil.copy(lived_in.home / "huiyin.sqlite3", kept)
    edits = [edit for model, column in columns() if (edit := planned(kept, model, column, chance)) is not None]
    assert len(edits) > 60
    chance.shuffle(edits)
    for batch in batches(edits)[: None if WHOLE else MOST_RUNS]:
        shutil.copy(kept, lived_in.home / "huiyin.sqlite3")
        taken = [edit for edit in batch if write(lived_in.home / "huiyin.sqlite3", *edit[:4])]
        assert len(taken) >= len(batch) - 2, "nearly all edits get past the database, and are for the ledger to find"
        found = lived_in.huiyin("ledger", "verify", check=False)
        assert found.returncode == 1, taken
        for table, _key, column, value, reference in taken:
            assert re.search(rf"{re.escape(reference)}(?!\d)", found.stdout), (
                table,
                column,
                value,
                found.stdout[-3000:],
            )
    shutil.copy(kept, lived_in.home / "huiyin.sqlite3")
    assert verify(lived_in)["ok"], "put back as it was, everything fits again"


def test_one_edited_byte_of_an_entry_is_named_sequenced_or_not(lived_in: WholeProgram, tmp_path: Path) -> None:
    """Entries and leaves of the example, by the command; the ledger's own tests do every column and byte."""
    chance = random.Random(SEED)
    kept = tmp_path / "kept"
    shutil.copy(lived_in.home / "huiyin.sqlite3", kept)
    with closing(sqlite3.connect(kept)) as connection:
        entries = connection.execute("SELECT id, public_id FROM ledger_entry ORDER BY id").fetchall()
        (waiting,) = connection.execute("SELECT count(*) FROM ledger_unsequenced").fetchone()
    assert len(entries) > 50
    for number, public_id in [entries[0], entries[-1], *chance.sample(entries, 3)]:
        shutil.copy(kept, lived_in.home / "huiyin.sqlite3")
        column = chance.choice(["verb", "actor", "about", "commitments", "at", "mac", "leaf_hash"])
        edit = planned(kept, apps.get_model("ledger", "entry"), column, chance, number)
        assert edit is not None
        write(lived_in.home / "huiyin.sqlite3", edit[0], edit[1], column, edit[3])
        found = lived_in.huiyin("ledger", "verify", "--json", check=False)
        assert found.returncode == 1, (number, column, waiting)
        assert public_id in json.loads(found.stdout)["first_bad"], (number, column)
    shutil.copy(kept, lived_in.home / "huiyin.sqlite3")


Edit = tuple[str, Any, str, Any, str]


def planned(file: Path, model: type[models.Model], column: str, chance: random.Random, key: Any = None) -> Edit | None:
    """(table, key, column, the value with one bit of one byte turned, how the finding names the row); None where it is empty."""
    table, primary = model._meta.db_table, model._meta.pk.column
    where = f'"{column}" IS NOT NULL AND length(CAST("{column}" AS BLOB)) > 0'
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(
            f'SELECT "{primary}", typeof("{column}"), CAST("{column}" AS BLOB) FROM "{table}" WHERE {where} ORDER BY 1'
        ).fetchall()
    rows = [row for row in found if key is None or row[0] == key]
    if not rows:
        return None
    number, kind, raw = chance.choice(rows)
    edited = bytearray(raw)
    edited[chance.randrange(len(raw))] ^= 1 << chance.randrange(7)
    value: Any = bytes(edited)
    if kind == "text":
        value = ("text", bytes(edited))
    elif kind in ("integer", "real"):
        text = bytes(edited).decode("latin-1")
        value = int(text) if text.isascii() and text.isdigit() and text != raw.decode() else 424242
    return table, number, column, value, f"{model_label(model)}:{number}"  # type: ignore[arg-type]


def batches(edits: list[Edit]) -> list[list[Edit]]:
    """So many at once, no row twice in one batch."""
    made: list[list[Edit]] = []
    for edit in edits:
        for batch in made:
            if len(batch) < AT_ONCE and edit[4] not in {other[4] for other in batch}:
                batch.append(edit)
                break
        else:
            made.append([edit])
    return made


def write(file: Path, table: str, key: Any, column: str, value: Any) -> bool:
    """As whoever has the file writes it: no trigger, no check, no foreign key in the way.

    False where a unique index of the file itself does not let it in.
    """
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        form, given = ("CAST(? AS TEXT)", value[1]) if isinstance(value, tuple) else ("?", value)
        primary = connection.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1").fetchone()[0]
        try:
            connection.execute(f'UPDATE "{table}" SET "{column}" = {form} WHERE "{primary}" = ?', [given, key])
        except sqlite3.IntegrityError:
            return False
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def verify(program: WholeProgram) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(program.huiyin("ledger", "verify", "--json", check=False).stdout)
    return found


@pytest.mark.django_db
def test_an_erasure_is_not_bad_and_what_was_erased_is_gone(office: Any) -> None:
    from huiyin.cases.actions import closing as ending
    from huiyin.cases.tests.conftest import erase_by_two
    from huiyin.kernel import ledger

    receipt = office.raised(text="被删掉的话：宿舍热水。")
    ending.withdraw(concern=receipt.concern)
    erase_by_two(office.example.actors["he"], office.example.actors["song"], receipt.concern, "本人10月8日申请")
    report = ledger.verify()
    assert report.ok, report.bad
    assert not [place for place, text in everything_stored() if "被删掉" in text or "13800001111" in text]
    type(receipt.concern).objects.filter(pk=receipt.concern.pk).update(text="put back")
    assert not ledger.verify().ok


def everything_stored() -> list[tuple[str, str]]:
    """(table.column, text) of every value of the database, bytes read as text where they can be."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    found.append((f"{table}.{name}", text))
    return found
