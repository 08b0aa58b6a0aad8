"""Brings the database to the shape that this version needs; before it changes one that holds data, it keeps a copy."""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import importlib.util
import os
import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from huiyin import __version__
from huiyin.kernel import disk, time
from huiyin.kernel.errors import Unavailable

from . import intact, keyguard

COPIES_KEPT = 5
_ADVISORY_LOCK = 4_815_162_342  # any number, the same in every process


def pending_migrations() -> list[str]:
    """Names of the changes that the database still lacks. Their files are loaded only where one of them is not applied: each
    command asks here when it begins."""
    if _names_of_migrations() <= MigrationRecorder(connection).applied_migrations().keys():
        return []
    executor = MigrationExecutor(connection)
    return [
        f"{step.app_label}.{step.name}" for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]


def _names_of_migrations() -> set[tuple[str, str]]:
    """(app, name) of each that this version has, by the names of their files."""
    found = set()
    for app in apps.get_app_configs():
        name, _explicit = MigrationLoader.migrations_module(app.label)
        if name is None or importlib.util.find_spec(name) is None:
            continue
        package = importlib.import_module(name)
        found |= {(app.label, one.name) for one in pkgutil.iter_modules(package.__path__) if one.name[0] not in "_~"}
    return found


def bring_up_to_date(say: Callable[[str], None] = lambda text: None, *, whole: bool = False) -> None:
    """Migrate when needed, one process at a time, with a copy before when there is something to lose; never a database that is damaged
    or gone. `whole`: as of `intact.check`."""
    settings.HUIYIN_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyguard.check()
    intact.check(whole=whole)
    if not pending_migrations():
        intact.begun()
        return
    _require_writable()
    with _one_at_a_time():
        pending = pending_migrations()
        if not pending:
            return
        if _holds_data():
            say(keep_copy())
        call_command("migrate", interactive=False, verbosity=0)
        intact.begun()


def _require_writable() -> None:
    if isinstance(disk.standing(), disk.DiskReadOnly):
        raise Unavailable(
            _("The disk can only be read, and the database is of an earlier version of Huiyin."),
            _("Start the earlier version, or copy {home} to another disk and start there.").format(
                home=settings.HUIYIN_HOME
            ),
        )


def _holds_data() -> bool:
    return "django_migrations" in connection.introspection.table_names()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
        return
    with (settings.HUIYIN_HOME / "upgrade.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep_copy() -> str:
    """A copy of the database beside it, for the way back. Answers one line that says where it is."""
    if connection.vendor != "sqlite":
        return str(_("The database is changed now. Its way back is your own backup of PostgreSQL (pg_dump)."))
    folder = settings.HUIYIN_HOME / "before-upgrade"
    folder.mkdir(exist_ok=True, mode=0o700)
    for draft in folder.glob(".*.part"):  # of an upgrade that was broken off: as large as the database
        draft.unlink()
    copy = folder / f"{time.now():%Y%m%d-%H%M%S}-to-{__version__}.sqlite3"
    copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
    for old in sorted(folder.glob("*.sqlite3"))[:-COPIES_KEPT]:
        old.unlink()
    return str(_("Kept a copy of the database before changing it: {path}").format(path=copy))


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy while others go on working (SQLite's online backup), complete on disk when this returns.

    In one step, which reads one moment from the log and holds up nobody: after each step of several, what others wrote
    meanwhile would make it begin anew, and where people write all the time it would never end.
    """
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(draft)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.rename(target)


def collect_static() -> None:
    """Bring styles, scripts and pictures to where the server reads them; nothing is done when none changed."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _static_fingerprint()
    if stamp.is_file() and (stamp.read_text() == fingerprint or isinstance(disk.standing(), disk.DiskReadOnly)):
        return  # on a disk that can only be read those of an earlier version are better than none
    if not (settings.STATICFILES_DIRS[0]).is_dir():
        raise Unavailable(_("The front end is missing."), _("Type `make assets`, or install the built package."))
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
