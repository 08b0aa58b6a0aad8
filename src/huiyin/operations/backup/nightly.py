"""`huiyin backup`, as the worker starts it each night: one is made, tried by restoring it, and older ones make room."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.kernel import time
from huiyin.kernel.errors import Conflict
from huiyin.operations import queries
from huiyin.operations.models import Backup

from . import keeping, nights

TRIAL = ".trial-"
NICE = 15  # people who are at work go first
ROOM = 1.1  # times what the installation takes up, to try a backup beside it
NO_FOLDER = gettext_noop("the folder for backups can’t be written")
NO_ROOM = gettext_noop("there is no room to try it by restoring it")
NOT_RESTORED = gettext_noop("it could not be restored, or its ledger does not verify")

_running: subprocess.Popen[bytes] | None = None  # what this worker started; the lock keeps others out


class FailedError(Exception):
    """A step that failed; its text is for whoever runs the machine."""


def start(now: datetime) -> int:
    """The job: starts one in a process of its own, if one is due; answers how many. It may take hours, the worker does not wait."""
    global _running
    if _running is not None and _running.poll() is None:
        return 0
    _running = None
    installation = queries.installation()
    if installation is None or installation.example_data or not keeping.is_due(now):
        return 0
    _running = subprocess.Popen(
        [sys.executable, "-m", "huiyin.cli", "backup"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return 1


def run() -> Backup:
    """One backup from beginning to end; what failed stands in its row. Raises `Conflict` while another one is made."""
    os.nice(NICE)
    with _alone() as folder:
        row = keeping.begin(time.now())
        try:
            _make(row, folder)
            _prove(row, folder)
        except FailedError as error:
            keeping.failed(row, str(error))
        else:
            _make_room(folder)
    return row


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder, while no other process of this machine makes one; what a process that died left there is swept away."""
    folder: Path = settings.BACKUP_FOLDER
    with (settings.HUIYIN_HOME / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(_("A backup is being made just now."), _("Wait until it is done.")) from error
        with suppress(OSError):  # told by the backup that can't be written
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder)
        yield folder


def _make(row: Backup, folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise FailedError(NO_FOLDER)
    said = _huiyin("backup", str(folder / row.file), "--json")
    keeping.made(row, size=said["bytes"], files=said["files"], at=time.now())


def _prove(row: Backup, folder: Path) -> None:
    """Restored beside it and verified, then thrown away. PostgreSQL needs a database of its own for that: it is left to people."""
    if connection.vendor != "sqlite":
        return
    if shutil.disk_usage(folder).free < _taken_up() * ROOM:
        raise FailedError(NO_ROOM)
    trial = folder / f"{TRIAL}{row.file}"
    try:
        said = _huiyin("restore", str(folder / row.file), "--to", str(trial), "--json")
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    if said["ledger"].get("ok") is not True:
        raise FailedError(NOT_RESTORED)
    keeping.proved(row, entries=said["ledger"]["entries"], at=time.now())


def _make_room(folder: Path) -> None:
    """Only after a whole one that was tried."""
    gone = nights.superfluous((path.name for path in folder.iterdir()), time.now())
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    keeping.put_away(gone, time.now())


def _huiyin(*arguments: str) -> dict[str, Any]:
    """A command of ours in a process of its own; what it says as JSON. `FailedError` with its own words."""
    done = subprocess.run(  # noqa: S603  # our own command line
        [sys.executable, "-m", "huiyin.cli", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    with suppress(ValueError):
        said: dict[str, Any] = json.loads(done.stdout)
        return said
    raise FailedError(done.stderr.strip()[-300:] or NOT_RESTORED)


def _taken_up() -> int:
    paths = (path for path in settings.HUIYIN_HOME.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in paths)


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"{TRIAL}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".huiyin-*.age.part"):
        path.unlink(missing_ok=True)
