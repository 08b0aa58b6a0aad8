"""What keeps this machine from writing, by name: the one place that tells a full disk, a read-only one and a damaged database apart.

Each state is an error that a person can be told; a log has its name. Whoever only wants to know asks `standing`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext_lazy as _

from .errors import Unavailable

LEAST = 1_000_000  # bytes: with less, some writes still succeed and others do not
TOO_LITTLE = 200_000_000
_ELSEWHERE = _("Please try again later. What must not wait: by telephone, in person, or on paper.")


class DiskFull(Unavailable):
    """There is no room, or no more than this user may have."""

    def __init__(self) -> None:
        super().__init__(_("The machine's disk is full: nothing can be kept just now."), _ELSEWHERE)


class DiskReadOnly(Unavailable):
    """The disk, the folder or the database can be read and not be written."""

    def __init__(self) -> None:
        super().__init__(_("The machine's disk can only be read: nothing can be kept just now."), _ELSEWHERE)


class DatabaseDamaged(Unavailable):
    """What lies in the database file is not what was written, or is no database."""

    def __init__(self) -> None:
        super().__init__(_("The machine's database is damaged: nothing can be kept just now."), _ELSEWHERE)


_OF_SYSTEM: dict[int | None, type[DiskFull | DiskReadOnly]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: DiskReadOnly,
    errno.EACCES: DiskReadOnly,
    errno.EPERM: DiskReadOnly,
}
_OF_SQLITE: dict[int, type[DiskFull | DiskReadOnly | DatabaseDamaged]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: DiskReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}
_OF_POSTGRES: dict[str, type[DiskFull | DiskReadOnly | DatabaseDamaged]] = {
    "53100": DiskFull,
    "25006": DiskReadOnly,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}


@contextmanager
def named() -> Iterator[None]:
    """What inside of it fails for want of a disk or a database is raised as `Unavailable`: nothing was acknowledged."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        state = state_of(error)
        if state is None:
            raise
        raise state from error


def state_of(error: OSError | DatabaseError) -> Unavailable | None:
    """The state that `error` comes from; None where it is no matter of disk or database at all."""
    if isinstance(error, OSError):
        kind = _OF_SYSTEM.get(error.errno)
        return kind() if kind else (_unknown() if error.errno == errno.EIO else None)
    cause = error.__cause__
    kind_here = _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF) or _OF_POSTGRES.get(
        getattr(cause, "sqlstate", None) or ""
    )
    if kind_here:
        return kind_here()
    # Of a full disk SQLite often says no more than that reading or writing failed.
    return (standing() or _unknown()) if isinstance(error, OperationalError) else None


def standing() -> Unavailable | None:
    """The state of the folder in which everything lies; nothing is left in it. None: it takes what is written."""
    try:
        state = os.statvfs(settings.HUIYIN_HOME)
        # A file without a name, which nobody sees: a disk that failed takes none, whatever it says of itself.
        os.close(os.open(settings.HUIYIN_HOME, os.O_TMPFILE | os.O_WRONLY, 0o600))
    except OSError as error:  # or the folder is not there, or its disk does not answer
        if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR):  # a disk on which there is no such file
            return state_of(error) or _unknown()
    if state.f_flag & os.ST_RDONLY or not _may_be_written():
        return DiskReadOnly()
    if state.f_bavail * state.f_frsize < LEAST or (state.f_files and not state.f_favail):
        return DiskFull()
    return None


def free() -> int:
    """Bytes that are left where everything lies."""
    state = os.statvfs(settings.HUIYIN_HOME)
    return state.f_bavail * state.f_frsize


def database_file() -> Path | None:
    """Where the embedded database lies; None where the data lie elsewhere."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    name = str(database["NAME"])
    return Path(unquote(urlsplit(name).path)) if name.startswith("file:") else Path(name)


def _may_be_written() -> bool:
    database = database_file()
    files = [settings.HUIYIN_HOME]
    if database is not None and database.exists():
        files.append(database)
    return all(os.access(file, os.W_OK) for file in files)


def _unknown() -> Unavailable:
    return Unavailable(_("Nothing can be written just now."), _("Please try again in a few minutes."))
