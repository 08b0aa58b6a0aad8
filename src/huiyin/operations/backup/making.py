"""`huiyin backup FILE`."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from huiyin import __version__
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.vault import keys
from huiyin.operations.keyguard import FINGERPRINT_FILE, ROOT_FILE
from huiyin.operations.models import Installation
from huiyin.operations.upgrade import copy_sqlite

from . import manifest, recipients

DATABASE = {"sqlite": "huiyin.sqlite3", "postgresql": "huiyin.pgdump"}
SQUEEZED = ".gz"  # ends the name of a member that is squeezed by itself; pictures and pg_dump's file are already
LEVEL = 3  # of gzip: nearly as small as 6, in half the time
# State that is not in the database. What can be made again (static files) or dies with the process (locks) is left out.
ALSO = ("huiyin.env", FINGERPRINT_FILE, ROOT_FILE)
FILES = "files"
BLOCK = tarfile.BLOCKSIZE
BUFFER = 1 << 20  # bytes that are written into the pipe at once


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    bytes: int
    files: int


def make(target: Path, *, also_for: tuple[str, ...] = ()) -> Made:
    """Write a backup to `target`, which must not exist; complete on disk when this returns.

    `also_for`: age recipients (`age1…`) who may open it besides the holder of the installation's key.
    Raises `BadInput` for a target that can't be used, `Unavailable` when the disk is full.
    """
    _check_target(target)
    draft = target.with_name(f".{target.name}.part")
    try:
        count = _write(draft, _recipients(also_for))
        os.link(draft, target)  # unlike rename, never replaces a file that came meanwhile
        _sync_folder(target.parent)
    except FileExistsError as error:
        raise BadInput(str(target), _("This file exists already."), _("A backup never replaces another.")) from error
    except OSError as error:
        raise Unavailable(_("The backup could not be written: {reason}.").format(reason=error.strerror)) from error
    finally:
        draft.unlink(missing_ok=True)
    with store.write():
        Installation.objects.filter(id=1).update(last_backup_at=time.now())
    return Made(target, target.stat().st_size, count)


def _check_target(target: Path) -> None:
    if target.exists():
        raise BadInput(str(target), _("This file exists already."), _("A backup never replaces another."))
    if not target.parent.is_dir():
        raise BadInput(str(target), _("There is no folder {path}.").format(path=target.parent))
    if target.resolve().is_relative_to(settings.HUIYIN_HOME):
        raise BadInput(
            str(target),
            _("This is inside the folder that is backed up."),
            _("Write it to another disk: a backup beside what it saves is lost with it."),
        )


def _recipients(also_for: tuple[str, ...]) -> list[pyrage.x25519.Recipient]:
    found = [recipients.identity(keys.current()).to_public()]
    for text in also_for:
        try:
            found.append(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            raise BadInput("--for", _("“{text}” is no age recipient (age1…).").format(text=text)) from error
    return found


def _write(draft: Path, to: list[pyrage.x25519.Recipient]) -> int:
    """Pack and encrypt at once: what is not encrypted never lies on the target's disk."""
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out, _packed() as packing:
        pyrage.encrypt_io(packing.reader, out, to)
        out.flush()
        os.fsync(out.fileno())
    return packing.files


class _Packing:
    """A thread writes the tar into a pipe; who reads the pipe gets it."""

    def __init__(self, database: Path) -> None:
        reading, writing = os.pipe()
        self.reader: IO[bytes] = os.fdopen(reading, "rb")
        self._writer: IO[bytes] = os.fdopen(writing, "wb")
        self._database = database
        self._about = _about()
        self.files = 0
        self.failure: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="packing")
        self.thread.start()

    def _run(self) -> None:
        try:
            with self._writer, tarfile.open(fileobj=self._writer, mode="w|", bufsize=BUFFER) as archive:
                for name, path in _members(self._database):
                    with path.open("rb") as source:
                        self._add(archive, name, source, os.fstat(source.fileno()).st_size)
                    self.files += 1
                self._fill(archive)
                data = self._about.to_bytes()
                archive.addfile(_header(manifest.NAME, len(data)), io.BytesIO(data))
        except BaseException as error:  # told to the thread that encrypts
            self.failure = error

    def _add(self, archive: tarfile.TarFile, name: str, source: manifest.Readable, size: int) -> None:
        reader = manifest.HashingReader(source)
        archive.addfile(_header(name, size), reader)
        self._about.files[name] = reader.hexdigest

    def _fill(self, archive: tarfile.TarFile) -> None:
        """Zeros, so that the whole has one of few sizes. What follows them is reckoned with: the manifest and the end of the archive."""
        self._about.files[manifest.FILLER] = "0" * 64
        after = 2 * BLOCK + -(-len(self._about.to_bytes()) // BLOCK) * BLOCK + 2 * BLOCK
        there = archive.offset + after
        missing = manifest.looks_like(there) - there
        self._add(archive, manifest.FILLER, manifest.Zeros(missing), missing)


@contextmanager
def _packed() -> Iterator[_Packing]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.HUIYIN_HOME) as folder:
        packing = _Packing(_database_copy(Path(folder)))
        try:
            yield packing
        finally:
            packing.reader.close()
            packing.thread.join()
        if packing.failure is not None:
            raise packing.failure


def _about() -> manifest.Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    return manifest.Manifest(
        version=__version__,
        made_at=time.now().isoformat(),
        database=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        key_fingerprint=keys.fingerprint(keys.current()),
    )


def _database_copy(folder: Path) -> Path:
    """One consistent moment of the database. It is taken before the files, which are only ever added to."""
    copy = folder / DATABASE[connection.vendor]
    if connection.vendor == "sqlite":
        copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
        return _squeezed(copy)
    program = shutil.which("pg_dump")
    if program is None:
        raise Unavailable(_("pg_dump is missing."), _("Install PostgreSQL's client programs on this machine."))
    done = subprocess.run(  # noqa: S603  # our own command line
        [program, "--format=custom", "--no-owner", "--file", str(copy)],
        env={**os.environ, **postgres_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(_("pg_dump could not read the database."), done.stderr.strip()[-500:])
    return copy


def _squeezed(path: Path) -> Path:
    """The file in a smaller one, which takes its place."""
    small = path.with_name(path.name + SQUEEZED)
    with path.open("rb") as source, gzip.open(small, "wb", compresslevel=LEVEL) as out:
        shutil.copyfileobj(source, out, BUFFER)
    path.unlink()
    return small


def postgres_environment() -> dict[str, str]:
    """Where the database is, for PostgreSQL's own programs; a password is not shown in the list of processes."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    database = connection.settings_dict
    return {variable: str(database[name]) for name, variable in names.items() if database.get(name)}


def _members(database: Path) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    for name in ALSO:
        path = settings.HUIYIN_HOME / name
        if path.is_file():
            yield name, path
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(root)}", path


def _header(name: str, size: int) -> tarfile.TarInfo:
    """Without owner and time of the original: a backup tells nothing that restoring does not need."""
    header = tarfile.TarInfo(name)
    header.size = size
    header.mode = 0o600
    return header


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
