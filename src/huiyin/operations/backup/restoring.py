"""`huiyin restore FILE`: into an empty folder, checked file by file, then the ledger as a whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.vault import keys
from huiyin.operations import keyguard

from . import leftovers, manifest, recipients
from .making import ALSO, BUFFER, DATABASE, FILES, SQUEEZED, postgres_environment

# What any command makes in a fresh folder.
HARMLESS = ("write.lock", "write.door", "upgrade.lock", "running.lock", "static")


@dataclass(frozen=True, slots=True)
class Restored:
    """`ledger`: what `huiyin ledger verify --json` says of the restored installation, `missing` what `huiyin ledger missing` does.

    `newer`: the newest backup of a night beside the one that was taken, where there is one.
    """

    home: Path
    made_at: str
    version: str
    files: int
    ledger: dict[str, Any]
    missing: dict[str, Any]
    newer: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What may tell of the time after the backup: the database that was in use, a checkpoint that was kept elsewhere."""

    old_database: Path | None = None
    checkpoint: Path | None = None

    def check(self) -> None:
        """Before anything is unpacked: are the files there?"""
        for path in (self.old_database, self.checkpoint):
            if path is not None and not path.is_file():
                raise BadInput(str(path), _("There is no such file."))

    @property
    def options(self) -> list[str]:
        named = (("--old-database", self.old_database), ("--against", self.checkpoint))
        return [text for option, path in named if path is not None for text in (option, str(path.resolve()))]


def restore(
    source: Path,
    home: Path,
    key: keys.InstallationKey,
    *,
    identity_file: Path | None = None,
    witnesses: Witnesses = Witnesses(),  # frozen
) -> Restored:
    """Put the installation in `source` into `home`, which must be empty. Nothing is left there when anything fails."""
    witnesses.check()
    _check_empty(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    leftovers.sweep(home)
    with leftovers.drafted(home) as folder:
        draft = folder / "home"
        about = _unpack(source, draft, _identities(key, identity_file))
        _check_version(about)
        _into_place(draft, home, about)
    keyguard.complete(home)
    ledger = _asked(home, "verify")
    missing = _asked(home, "missing", *witnesses.options)
    return Restored(home, about.made_at, about.version, len(about.files), ledger, missing, _newer(source))


def _newer(source: Path) -> str:
    """The newest backup of a night in the same folder, if it is not this one; their names are their moments."""
    beside = sorted(path.name for path in source.resolve().parent.glob("huiyin-*.age"))
    return beside[-1] if beside and source.name in beside and beside[-1] != source.name else ""


def _check_empty(home: Path) -> None:
    held = [path.name for path in home.iterdir() if path.name not in HARMLESS] if home.is_dir() else []
    if held:
        raise BadInput(
            str(home),
            _("This folder is not empty ({name} is there).").format(name=sorted(held)[0]),
            _("Name an empty one: huiyin restore FILE --to FOLDER. A restore never replaces what is there."),
        )


def _identities(key: keys.InstallationKey, identity_file: Path | None) -> list[pyrage.x25519.Identity]:
    found = [recipients.identity(key)]
    if identity_file is not None:
        lines = identity_file.read_text().split()
        found += [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    return found


def _unpack(source: Path, draft: Path, identities: list[pyrage.x25519.Identity]) -> manifest.Manifest:
    """Decrypt and unpack at once; every file's hash must be the manifest's, and none may be missing or extra."""
    draft.mkdir(mode=0o700)
    found: dict[str, str] = {}
    about: manifest.Manifest | None = None
    try:
        with source.open("rb") as encrypted, _Decrypting(encrypted, identities) as plain:
            with tarfile.open(fileobj=plain.reader, mode="r|*", bufsize=BUFFER) as archive:
                for member in archive:
                    content = archive.extractfile(member)
                    if content is None or not _belongs(member.name):
                        raise BadInput(
                            str(source), _("It holds “{name}”, which no backup holds.").format(name=member.name)
                        )
                    if member.name == manifest.NAME:
                        about = manifest.Manifest.from_bytes(content.read())
                    elif member.name == manifest.FILLER:
                        found[member.name] = _read(content)
                    else:
                        found[member.name] = _write(draft / member.name, content)
            plain.check()
    except FileNotFoundError as error:
        raise BadInput(str(source), _("There is no such file.")) from error
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise BadInput(
            str(source), _("It can't be read to its end; it is damaged."), _("Take an older backup.")
        ) from error
    if about is None or about.files != found:
        raise BadInput(str(source), _("What it holds is not what its own list says."), _("Take an older backup."))
    _unsqueeze(draft / (DATABASE["sqlite"] + SQUEEZED))
    os.sync()  # all of it is on disk before it stands in its place
    return about


def _unsqueeze(small: Path) -> None:
    if not small.exists():
        return
    with gzip.open(small) as source, small.with_name(small.name.removesuffix(SQUEEZED)).open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        shutil.copyfileobj(source, out, BUFFER)
    small.unlink()


def _belongs(name: str) -> bool:
    """Only names that a backup of ours has, so that no archive can write elsewhere."""
    if name in (manifest.NAME, manifest.FILLER, *DATABASE.values(), DATABASE["sqlite"] + SQUEEZED, *ALSO):
        return True
    parts = name.split("/")
    return parts[0] == FILES and len(parts) > 1 and not any(part in ("", ".", "..") for part in parts)


def _read(content: IO[bytes]) -> str:
    """The hash of what is kept nowhere."""
    digest = hashlib.sha256()
    while data := content.read(1 << 20):
        digest.update(data)
    return digest.hexdigest()


def _write(target: Path, content: IO[bytes]) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while data := content.read(1 << 20):
            digest.update(data)
            out.write(data)
    return digest.hexdigest()


class _Decrypting:
    """A thread decrypts into a pipe; `reader` gives the plain archive."""

    def __init__(self, encrypted: IO[bytes], identities: list[pyrage.x25519.Identity]) -> None:
        reading, writing = os.pipe()
        self.reader: IO[bytes] = os.fdopen(reading, "rb")
        self._writer: IO[bytes] = os.fdopen(writing, "wb")
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(encrypted, identities), name="decrypting")

    def _run(self, encrypted: IO[bytes], identities: list[pyrage.x25519.Identity]) -> None:
        try:
            with self._writer:
                pyrage.decrypt_io(encrypted, self._writer, identities)
        except BaseException as error:  # told to the thread that unpacks
            self._failure = error

    def __enter__(self) -> _Decrypting:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.reader.close()
        self._thread.join()
        if isinstance(self._failure, pyrage.DecryptError):
            self.check()

    def check(self) -> None:
        """Read what is left, then raise what went wrong while decrypting."""
        if not self.reader.closed:
            shutil.copyfileobj(self.reader, io.BytesIO())
        self._thread.join()
        if isinstance(self._failure, pyrage.DecryptError):
            raise BadInput(
                _("backup"),
                _("The key of this installation does not open it, or it is damaged."),
                _("Put the right key file in place, or type the recovery words: huiyin restore FILE --words."),
            ) from self._failure
        if self._failure is not None:
            raise self._failure


def _check_version(about: manifest.Manifest) -> None:
    if about.format > manifest.FORMAT:
        raise BadInput(
            _("backup"),
            _("It was made by Huiyin {version}.").format(version=about.version),
            _("Install that version or a newer one."),
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.partition(".")[0] for name in known}
    unknown = [name for name in about.migrations if name not in known and name.partition(".")[0] in ours]
    if unknown:
        raise BadInput(
            _("backup"),
            _("It was made by a newer Huiyin ({version}): this one does not know {name}.").format(
                version=about.version, name=unknown[0]
            ),
            _("Install that version or a newer one."),
        )
    if about.database != connection.vendor:
        raise BadInput(
            _("backup"),
            _("It holds a {name} database.").format(name=about.database),
            _("Choose the settings that fit (HUIYIN_SETTINGS)."),
        )


def _into_place(draft: Path, home: Path, about: manifest.Manifest) -> None:
    if about.database == "postgresql":
        _load_postgres(draft / DATABASE["postgresql"])
        (draft / DATABASE["postgresql"]).unlink()
    if home.is_dir():
        for name in HARMLESS:
            path = home / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        home.rmdir()
    draft.rename(home)


def _load_postgres(dump: Path) -> None:
    if connection.introspection.table_names():
        raise BadInput(_("database"), _("It is not empty."), _("Name a fresh one in HUIYIN_DATABASE."))
    program = shutil.which("pg_restore")
    if program is None:
        raise Unavailable(_("pg_restore is missing."), _("Install PostgreSQL's client programs on this machine."))
    environment = postgres_environment()
    done = subprocess.run(  # noqa: S603  # our own command line
        [
            program,
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            "--dbname",
            environment["PGDATABASE"],
            str(dump),
        ],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(_("pg_restore could not fill the database."), done.stderr.strip()[-500:])


def _asked(home: Path, *verb: str) -> dict[str, Any]:
    """What `huiyin ledger …` says; a fresh process sees the restored folder as any other will."""
    done = subprocess.run(  # noqa: S603  # our own command line
        [sys.executable, "-m", "huiyin.cli", "ledger", *verb, "--json"],
        env={**os.environ, "HUIYIN_HOME": str(home), "HUIYIN_KEY_FILE": str(settings.HUIYIN_KEY_FILE)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"ok": False, "error": done.stderr.strip()[-500:]}
    return said
