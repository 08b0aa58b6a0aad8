"""The file: a first line that names it, then a tar in the age format (age-encryption.org/v1).

The first line holds the salt of a passphrase, or a hyphen. A passphrase becomes an age identity by scrypt (RFC 7914), so that
the file can be written and read as a stream; age's own passphrases are held in memory whole by the library.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput, Conflict, Unavailable
from huiyin.operations.backup import recipients

FIRST = "huiyin-organisation/1"
MANIFEST = "manifest.json"
SHORTEST = 16  # characters of a passphrase: it is tried on a machine of the thief's own
BUFFER = 1 << 20
ROOM = 50_000_000  # bytes that are left free besides


@dataclass(slots=True)
class Manifest:
    """`origin`: the source's ledger. `organisations`: public ids, the first is the one that was asked for. `counts`: model -> rows.

    `members`: name in the archive -> SHA-256. `migrations`: the state of the source's tables. `unproved`: entries that the
    checkpoint does not cover; `damaged`: attachments whose bytes were gone or altered.
    """

    version: str
    made_at: str
    origin: str
    database: str
    migrations: list[str]
    organisations: list[str]
    counts: dict[str, int]
    entries: int
    unproved: int
    damaged: list[str]
    members: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def check_passphrase(text: str, place: str) -> str:
    if len(text) < SHORTEST:
        raise BadInput(
            place,
            _("The passphrase has fewer than {number} characters.").format(number=SHORTEST),
            _("Take five words or more that don't belong together, in one line of a file."),
        )
    return text


def passphrase_of(path: Path) -> str:
    """The first line of a file."""
    try:
        return check_passphrase(path.read_text(encoding="utf-8").strip("\r\n"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(path), _("The file can't be read."), str(getattr(error, "strerror", "") or "")) from error


def identity_of(passphrase: str, salt: bytes) -> pyrage.x25519.Identity:
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 16, r=8, p=1, maxmem=1 << 28, dklen=32)
    return pyrage.x25519.Identity.from_str(recipients.bech32("age-secret-key-", key).upper())


@contextmanager
def alone() -> Iterator[Path]:
    """A folder for what is readable meanwhile, inside the state, gone afterwards; one export or restore at a time."""
    home: Path = settings.HUIYIN_HOME
    with (home / "organisation.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                _("An organisation is being exported or restored just now."), _("Wait until it is done.")
            ) from error
        folder = home / ".organisation"
        shutil.rmtree(folder, ignore_errors=True)  # of one that died
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def check_room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + ROOM:
        raise Unavailable(
            _("There is too little room in {path}: {free} MB are free, about {wanted} MB are needed.").format(
                path=folder, free=free // 1_000_000, wanted=(wanted + ROOM) // 1_000_000
            ),
            _("Make room, or name another disk."),
        )


def seal(plain: Path, draft: Path, to: list[pyrage.x25519.Recipient], passphrase: str) -> None:
    """Encrypt; complete on disk when this returns."""
    salt = secrets.token_bytes(16) if passphrase else b""
    everybody = [*to, identity_of(passphrase, salt).to_public()] if passphrase else to
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out, plain.open("rb") as source:
        out.write(f"{FIRST} {salt.hex() or '-'}\n".encode())
        pyrage.encrypt_io(source, out, everybody)
        out.flush()
        os.fsync(out.fileno())


def unseal(path: Path, plain: Path, identities: list[pyrage.x25519.Identity], passphrase: str) -> None:
    """Decrypt into `plain`. Raises `BadInput` that tells a wrong file, a wrong key and a file that was cut apart."""
    try:
        with path.open("rb") as source, plain.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            salt = _salt(path, source)
            known = [*identities, identity_of(passphrase, salt)] if passphrase and salt else identities
            pyrage.decrypt_io(source, out, known)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadInput(str(path), _("The file can't be read."), str(error.strerror or "")) from error
    except pyrage.DecryptError as error:
        if plain.stat().st_size:
            raise _damaged(path) from error
        raise BadInput(
            str(path),
            _("Neither this installation's key nor the passphrase opens it, or it is damaged."),
            _(
                "Name the file with the passphrase (--passphrase-file), or have it exported with --for and what `huiyin key recipient` prints here."
            ),
        ) from error
    except OSError as error:
        raise _damaged(path) from error


def _salt(path: Path, source: IO[bytes]) -> bytes:
    first, _space, salt = source.readline(200).decode(errors="replace").strip().partition(" ")
    if first != FIRST:
        raise BadInput(
            str(path),
            _("It is no export of an organisation that this version knows."),
            _("A backup of the whole installation is restored with: huiyin restore FILE."),
        )
    return b"" if salt == "-" else bytes.fromhex(salt)


def _damaged(path: Path) -> BadInput:
    return BadInput(
        str(path), _("It can't be read to its end: it was cut or damaged."), _("Copy it again, or export again.")
    )


class Opened:
    """A plain archive whose every member was compared with the manifest."""

    def __init__(self, path: Path, shown: Path) -> None:
        try:
            self._tar = tarfile.open(path)  # noqa: SIM115  # closed with the temporary folder's file
            self._members = {member.name: member for member in self._tar.getmembers() if member.isfile()}
            self.about = Manifest(**json.loads(self.read(MANIFEST)))
            found = {name: self._digest(name) for name in self._members if name != MANIFEST}
        except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError) as error:
            raise _damaged(shown) from error
        if found != self.about.members:
            raise BadInput(str(shown), _("What it holds is not what its own list says."), _("Export again."))

    def read(self, name: str) -> bytes:
        stream = self._tar.extractfile(self._members[name])
        return stream.read() if stream else b""

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def lines(self, name: str) -> Iterator[Any]:
        if name in self._members:
            stream = self._tar.extractfile(self._members[name])
            yield from map(json.loads, stream or ())

    def has(self, name: str) -> bool:
        return name in self._members

    def close(self) -> None:
        self._tar.close()

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        stream = self._tar.extractfile(self._members[name])
        while stream and (data := stream.read(BUFFER)):
            digest.update(data)
        return digest.hexdigest()
