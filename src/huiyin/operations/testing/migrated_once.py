"""A migrated, empty SQLite database, kept beside the test cache until a migration changes.

To migrate an empty database takes fifteen seconds of processor time, which each run of even one test would pay.
PostgreSQL is migrated in each run: its server lives no longer.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection

import huiyin

_PACKAGE = Path(huiyin.__file__).parent


@pytest.fixture(scope="session")
def migrated_before(request: pytest.FixtureRequest) -> Path | None:
    """Where the migrated database lies, or will; None on PostgreSQL."""
    if connection.vendor != "sqlite" or request.config.cache is None:
        return None
    return request.config.cache.mkdir("migrated") / f"{_fingerprint()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(migrated_before: Path | None, django_db_modify_db_settings: None) -> bool:
    """Lays the kept database down as the test's own, where there is one; Django then migrates only what is missing."""
    if migrated_before is None or not migrated_before.exists():
        return False
    shutil.copyfile(migrated_before, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, migrated_before: Path | None, django_db_keepdb: bool) -> None:
    """Keeps what was just migrated, before a test has touched it."""
    if migrated_before is not None and not django_db_keepdb:
        for old in migrated_before.parent.glob("*.sqlite3"):
            old.unlink()
        draft = migrated_before.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            database.execute("VACUUM INTO ?", (str(draft),))
        draft.rename(migrated_before)


def _fingerprint() -> str:
    """Changes with every migration and with the versions that read them."""
    found = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(_PACKAGE.rglob("migrations/*.py")):
        found.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]
