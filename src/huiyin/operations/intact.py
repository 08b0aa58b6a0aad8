"""Whether the embedded database is the one with which this installation works; asked before anything is written to it.

SQLite makes a missing or empty file anew without a word: then everything would seem never to have been, and a clerk would write into
an office without cases. So the first start leaves a mark beside the database, and a start without it stops. Nothing here changes, moves
or removes a database: what is damaged may still hold what no backup has.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel import disk
from huiyin.kernel.errors import Unavailable

MARK = "database.begun"
READ_WHOLE = 200_000_000  # bytes: so much is read in about a second
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def begun() -> None:
    """There is a database from now on. On a disk that can only be read it is noted another time."""
    mark = settings.HUIYIN_HOME / MARK
    if disk.database_file() is not None and not mark.exists():
        with suppress(OSError):
            mark.touch()


def is_there() -> bool:
    """A database, or a trace that there was one; what is kept by a database server is there."""
    database = disk.database_file()
    return database is None or database.is_file() or was_there()


def check(*, whole: bool = False) -> None:
    """Raises `Unavailable` where the database is gone, empty or damaged, with the newest backup in the remedy.

    `whole`: read every page, where that takes no longer than a start may, or where the last end was none (a log is left over).
    """
    database = disk.database_file()
    if database is None:
        return
    tables: int | None = 0
    said = ""
    if database.is_file() and database.stat().st_size > 0:
        tables, said = _looked_at(database, whole=whole and _quickly_read(database))
    if tables == 0 and not said and was_there():
        raise Unavailable(
            _("The database {path} is gone or empty, and this installation has worked before.").format(path=database),
            remedy(),
        )
    if said:
        raise Unavailable(_("The database {path} is damaged: {said}.").format(path=database, said=said), remedy())


def remedy() -> str:
    """What to do, as a command that can be typed."""
    home = Path(settings.HUIYIN_HOME)
    backup = newest_backup()
    restored = home.with_name(f"{home.name}-restored")
    if backup is None:
        return _(
            "Stop Huiyin and leave {home} as it is. No backup lies in {folder}: find one, then type `huiyin restore FILE --to {restored}`."
        ).format(home=home, folder=settings.BACKUP_FOLDER, restored=restored)
    return _(
        "Stop Huiyin and leave {home} as it is: what came after the backup may still be found there. "
        "Type `huiyin restore {backup} --to {restored}`, then start with HUIYIN_HOME={restored}."
    ).format(home=home, backup=backup, restored=restored)


def newest_backup() -> Path | None:
    """Their names are moments."""
    try:
        return max(settings.BACKUP_FOLDER.glob("huiyin-*.age"), default=None)
    except OSError:
        return None


def was_there() -> bool:
    """By the mark, or by what only an installation with a database leaves."""
    home = Path(settings.HUIYIN_HOME)
    return (home / MARK).exists() or any(Path(settings.MEDIA_ROOT).glob("??/*")) or any(home.glob("before-upgrade/*"))


def _quickly_read(database: Path) -> bool:
    log = database.with_name(f"{database.name}-wal")
    return database.stat().st_size <= READ_WHOLE or (log.is_file() and log.stat().st_size > 0)


def _looked_at(database: Path, *, whole: bool) -> tuple[int | None, str]:
    """How many tables, and what SQLite has against it: nothing, or nothing that it could see (None tables; the command itself says why)."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")] if whole else ["ok"]
    except sqlite3.DatabaseError as error:
        return None, str(error) if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED else ""
    return tables, "" if found == ["ok"] else " ".join("; ".join(found).split())
