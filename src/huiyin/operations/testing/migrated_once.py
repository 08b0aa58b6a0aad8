"""A migrated, empty SQLite database, kept beside the test cache until a migration, a model or the settings change.

To migrate an empty database takes many seconds of processor time, which each run of even one test would pay, and each
test that boots a whole program. For PostgreSQL, whose throw-away server lives no longer than a run, the statements that make it are
kept: the first process of a run plays them, the others copy the database.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection

import huiyin

from . import postgres

_PACKAGE = Path(huiyin.__file__).parent
_DECIDES = ("migrations/*.py", "management/commands/*.py", "models.py", "models/*.py", "triggers.py", "settings/*.py")
_MIGRATE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"


@pytest.fixture(scope="session")
def migrated_database(request: pytest.FixtureRequest) -> Path | None:
    """A file to copy, never to write to; None on PostgreSQL."""
    if connection.vendor != "sqlite" or request.config.cache is None:
        return None
    return made_once(_kept(request.config, "sqlite3"), _migrate)


def make_ready(config: pytest.Config) -> None:
    """Have the migrated databases of both engines kept, so that no process of a run waits for them."""
    made_once(_kept(config, "sqlite3"), _migrate)
    if not _kept(config, "sql").exists():
        with postgres.throw_away(syncs=False) as database:
            made_once(_kept(config, "sql"), lambda file: _migrate_on_postgres(database, file))


def _kept(config: pytest.Config, ending: str) -> Path:
    if config.cache is None:
        raise RuntimeError("the tests keep migrated databases beside pytest's cache; let it have one")
    return config.cache.mkdir("migrated") / f"{_fingerprint()}.{ending}"


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest,
    migrated_database: Path | None,
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> bool:
    """Lays the kept database down as the test's own; Django then finds nothing left to migrate."""
    if connection.vendor == "postgresql":
        _copy_on_postgres(request.config, tmp_path_factory)
        return True
    if migrated_database is None:
        return False
    shutil.copyfile(migrated_database, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


def _copy_on_postgres(config: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The test's own database, as a copy of the one of this run, which is made when it is not there."""
    import psycopg

    server = os.environ["HUIYIN_TEST_DATABASE"]
    pattern = f"migrated_{_fingerprint()}"
    own = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    with (shared_folder(tmp_path_factory) / "lock").open("a") as lock, psycopg.connect(server, autocommit=True) as made:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a database that is copied has no other connection
        if not made.execute("SELECT 1 FROM pg_database WHERE datname = %s", (pattern,)).fetchone():
            made.execute(f"CREATE DATABASE {pattern}".encode())
            _lay_down(config, f"{server.rpartition('/')[0]}/{pattern}")
        made.execute(f'DROP DATABASE IF EXISTS "{own}"'.encode())
        made.execute(f'CREATE DATABASE "{own}" TEMPLATE {pattern}'.encode())


def _lay_down(config: pytest.Config, database: str) -> None:
    """Fill an empty database of PostgreSQL's from the statements that are kept, or migrate it and keep them."""
    if _kept(config, "sql").exists():
        postgres.run("psql", "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(_kept(config, "sql")), database)
    else:
        made_once(_kept(config, "sql"), lambda file: _migrate_on_postgres(database, file))


def _migrate_on_postgres(database: str, file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="huiyin-migrate-") as home:
        _run_migrations(home, database)
    postgres.run("pg_dump", "--no-owner", "-f", str(file), database)


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    (run / "kept").mkdir(exist_ok=True)
    return run / "kept"


def made_once(path: Path, make: Callable[[Path], None]) -> Path:
    """`path`, which the first process of a run makes; the others wait for it. What it replaces (same ending) goes."""
    with path.with_name("lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in path.parent.glob(f"*{path.suffix}"):
                old.unlink()
            draft = path.with_suffix(f".{os.getpid()}")
            make(draft)
            draft.rename(path)
    return path


def _migrate(file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="huiyin-migrate-") as home:
        _run_migrations(home, "")
        with closing(sqlite3.connect(Path(home) / "huiyin.sqlite3")) as database:
            database.execute("VACUUM INTO ?", (str(file),))


def _run_migrations(home: str, database: str) -> None:
    own = {
        "DJANGO_SETTINGS_MODULE": "huiyin.settings.test",
        "HUIYIN_HOME": home,
        "HUIYIN_KEY_FILE": f"{home}/key",
        "HUIYIN_TEST_DATABASE": database,
    }
    subprocess.run([sys.executable, "-c", _MIGRATE], env={**os.environ, **own}, check=True)


def _fingerprint() -> str:
    """Changes with all that decides what the database looks like, and with the versions that read it."""
    found = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted({path for pattern in _DECIDES for path in _PACKAGE.rglob(pattern)}):
        found.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]
