"""A full disk, a read-only one and a damaged database are told apart, whoever says so."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from huiyin.kernel import disk


def of_database(kind: type[DatabaseError], **said: object) -> DatabaseError:
    """As Django hands on what the engine said."""
    cause = sqlite3.OperationalError("as the engine said it")
    for name, value in said.items():
        setattr(cause, name, value)
    error = kind("as the engine said it")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OSError(errno.ENOSPC, ""), disk.DiskFull),
        (OSError(errno.EDQUOT, ""), disk.DiskFull),
        (OSError(errno.EROFS, ""), disk.DiskReadOnly),
        (OSError(errno.ENOENT, ""), type(None)),
        (of_database(OperationalError, sqlite_errorcode=sqlite3.SQLITE_FULL), disk.DiskFull),
        (of_database(OperationalError, sqlite_errorcode=sqlite3.SQLITE_READONLY | 2 << 8), disk.DiskReadOnly),
        (of_database(DatabaseError, sqlite_errorcode=sqlite3.SQLITE_NOTADB), disk.DatabaseDamaged),
        (of_database(OperationalError, sqlstate="53100"), disk.DiskFull),
        (of_database(DatabaseError, sqlstate="25006"), disk.DiskReadOnly),
        (of_database(DatabaseError, sqlstate="XX001"), disk.DatabaseDamaged),
        (of_database(OperationalError, sqlite_errorcode=sqlite3.SQLITE_BUSY), disk.Unavailable),
        (of_database(IntegrityError, sqlite_errorcode=sqlite3.SQLITE_CONSTRAINT), type(None)),
    ],
)
def test_each_state_has_its_name(error: OSError | DatabaseError, state: type) -> None:
    assert type(disk.state_of(error)) is state


def test_a_disk_with_room_stands_well(settings, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path
    assert disk.standing() is None
    assert disk.free() > disk.LEAST
    os.chmod(tmp_path, 0o500)
    assert isinstance(disk.standing(), disk.DiskReadOnly) or os.geteuid() == 0
