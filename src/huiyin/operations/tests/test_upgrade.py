"""A database from before comes to the shape of a fresh one, with what is in it, whichever step it stopped at."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole

ANY_COMMAND = ("cases", "figures")

FROM_BEFORE = """
import datetime as dt
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.loader.replace_migrations = False
executor.loader.build_graph()
state = executor.migrate([("cases", "0007_groups_and_joining")])
at = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
office = state.apps.get_model("organisations", "Organisation").objects.create(name="镇", short_name="镇", kind="township")
unit = state.apps.get_model("organisations", "Unit").objects.create(name="办", organisation=office)
case = state.apps.get_model("cases", "Case").objects.create(
    title="路灯", summary="", channel="web", received_at=at, organisation=office
)
told = {"case": case, "channel": "web", "received_at": at, "text": "路灯坏了"}
state.apps.get_model("cases", "Concern").objects.create(**told)
asked = {"case": case, "unit": unit, "question": "谁修？", "asked_by": "post:x", "asked_at": at}
state.apps.get_model("cases", "Consultation").objects.create(**asked)
state.apps.get_model("cases", "SearchText").objects.create(case=case, scopes="b1", words="路灯")
"""


@pytest.fixture
def fresh(migrated_database: Path | None) -> Path:
    if migrated_database is None:
        pytest.skip("compares how tables stand in a file: SQLite alone")
    return migrated_database


def test_a_filled_database_that_stopped_on_the_way_goes_on_to_the_same_shape(
    installation_from_nothing: WholeProgram, fresh: Path
) -> None:
    program = installation_from_nothing
    program.home.mkdir(mode=0o700)
    subprocess.run([sys.executable, "-c", FROM_BEFORE], env=program.environment, check=True)
    assert "cases_assignment" not in {name for _kind, name in shape(program.home / "huiyin.sqlite3")}
    program.huiyin(*ANY_COMMAND)
    assert shape(program.home / "huiyin.sqlite3") == shape(fresh)
    assert program.rows("SELECT text, level FROM cases_concern") == [("路灯坏了", "")]
    assert program.rows("SELECT question, unit_id, organisation_id FROM cases_consultation") == [("谁修？", 1, None)]
    assert program.rows("SELECT rowid FROM cases_search WHERE words MATCH '路灯'") == [(1,)]
    assert list((program.home / "before-upgrade").glob("*.sqlite3")), "a copy of what was there is kept"


def test_one_that_took_every_step_from_before_is_left_as_it_is(
    installation_of_its_own: WholeProgram, fresh: Path
) -> None:
    from huiyin.cases.migrations import __path__ as folders

    program = installation_of_its_own
    steps = sorted(path.stem for path in Path(folders[0]).glob("0*.py"))
    with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'cases'")
        rows = [(step,) for step in steps if "squashed" not in step]
        assert len(rows) >= 13
        database.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', ?, '2026-01-05')", rows
        )
        database.commit()
    program.huiyin(*ANY_COMMAND)
    assert shape(program.home / "huiyin.sqlite3") == shape(fresh)
    assert not (program.home / "before-upgrade").exists(), "nothing was changed"


def shape(file: Path) -> dict[tuple[str, str], list[str]]:
    """(kind, name) -> what it is made of. The order of columns differs, and says nothing."""
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY name").fetchall()
    return {
        (kind, name): sorted(re.split(r", (?=\"|CONSTRAINT|FOREIGN)", sql.partition("(")[2].rpartition(")")[0]))
        if kind == "table"
        else [sql]
        for kind, name, sql in found
        if not name.startswith("sqlite_autoindex")
    }


def test_no_step_waits_for_the_latest_of_another_room() -> None:
    """It would wait for steps that a later release brings, and an installation that took it long ago could not be upgraded any more."""
    from django.db.migrations.loader import MigrationLoader

    for step in MigrationLoader(None).disk_migrations.values():
        waits_for = [name for _room, name in (*step.dependencies, *step.run_before)]
        assert "__latest__" not in waits_for, f"{step}: name the step that it needs"
