"""The installation's key: one file outside of the database, the folder of state and the backup.

Every purpose has a sub-key of its own, so that one that leaks opens nothing else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

KEY_BYTES = 32
ROOT = "root"  # under which the first key lies, once there is a newer one
# What a renewed key takes over. Everything else follows from the first key for ever: names of files, codes and receipts that people hold,
# the log and its signature rest on it, and none of them can be made again.
RENEWED = frozenset(
    {
        "fingerprint",
        "vault-wrapping",
        "second-step",
        "backup",
        "django-secret-key",
        "sealed-cookie",
        "sealed-report-way",
        ROOT,
    }
)


class KeyFileError(RuntimeError):
    """The key file can't be used. Without it identities stay sealed; it is restored from the recovery words."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """`what`: missing, permissions, owner, place, damaged. `message` says where and what to do."""

    what: str
    message: str


@dataclass(frozen=True, slots=True, repr=False)
class InstallationKey:
    """`master`: what the recovery words spell. `root`: the first key of an installation whose key was renewed since; else empty."""

    master: bytes
    root: bytes = field(default=b"", compare=False)

    def __repr__(self) -> str:
        return "InstallationKey(…)"

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (keyed BLAKE2b, RFC 7693). `purpose`: a name, or `name:part`."""
        of = self.master if purpose.partition(":")[0] in RENEWED else self.root or self.master
        return hashlib.blake2b(purpose.encode(), key=of, digest_size=32, person=b"huiyin-subkey").digest()

    def renewed(self) -> InstallationKey:
        """A fresh one for the same installation."""
        return InstallationKey(secrets.token_bytes(KEY_BYTES), self.root or self.master)


def current() -> InstallationKey:
    """The key of this installation, from the file that the settings name."""
    from django.conf import settings  # late: the settings themselves ask this module for a sub-key

    return load_or_make(settings.HUIYIN_KEY_FILE)


def fingerprint(key: InstallationKey) -> str:
    """Eight characters that tell one key from another and nothing about it. Printed beside the recovery words."""
    text = key.derive("fingerprint").hex()[:8].upper()
    return f"{text[:4]}-{text[4:]}"


@cache
def load_or_make(path: Path) -> InstallationKey:
    """The key in `path`; a fresh one is made when there is no file. Raises `KeyFileError` for a damaged one."""
    try:
        return read(path)
    except FileNotFoundError:
        return _make(path, InstallationKey(secrets.token_bytes(KEY_BYTES)))


def read(path: Path) -> InstallationKey:
    """The key in `path`. Raises `KeyFileError` for a damaged one, `FileNotFoundError`."""
    text, _line, sealed = path.read_text().strip().partition("\n")
    try:
        master = bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileError(
            f"{path} is no key file; put the right one back or restore it from the recovery words"
        ) from error
    if len(master) != KEY_BYTES:
        raise KeyFileError(f"{path} holds {len(master)} bytes, a key has {KEY_BYTES}; put the right file back")
    return with_root(InstallationKey(master), sealed)


def sealed_root(key: InstallationKey) -> str:
    """The first key under this one, as text: it lies in the key file, and in the folder of state, where the recovery words find it again."""
    from nacl.secret import SecretBox  # late: whoever only asks for a sub-key does not wait for it

    return SecretBox(key.derive(ROOT)).encrypt(key.root).hex() if key.root else ""


def with_root(key: InstallationKey, sealed: str) -> InstallationKey:
    """The key with what `sealed_root` made; without anything where that is empty. Raises `KeyFileError` where it does not open."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    if not sealed.strip():
        return key
    try:
        return InstallationKey(key.master, SecretBox(key.derive(ROOT)).decrypt(bytes.fromhex(sealed.strip())))
    except (CryptoError, ValueError) as error:
        raise KeyFileError("the first key does not open with this one; put the right key file back") from error


def restore(path: Path, key: InstallationKey) -> None:
    """Write a key that was recovered from its words. Raises `KeyFileError` when another key is already there."""
    if _make(path, key) != key:
        raise KeyFileError(f"{path} already holds another key; move it away first, and keep it")
    load_or_make.cache_clear()


def put(path: Path, key: InstallationKey) -> None:
    """Write a key in the place of whatever lies there: whole or not at all."""
    draft = _draft(path, key)
    draft.replace(path)
    _sync_folder(path.parent)
    load_or_make.cache_clear()


def check(path: Path, home: Path) -> list[KeyProblem]:
    """What is wrong with how the key file is kept; for `huiyin doctor`."""
    if not path.is_file():
        return [KeyProblem("missing", f"{path} is not there; restore it from the recovery words before anybody writes")]
    problems = []
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        problems.append(KeyProblem("permissions", f"others can read {path} (mode {mode:o}); chmod 600 {path}"))
    if path.stat().st_uid != os.geteuid():
        problems.append(KeyProblem("owner", f"{path} belongs to another user; chown it to the one that runs huiyin"))
    if path.resolve().is_relative_to(home.resolve()):
        problems.append(
            KeyProblem("place", f"{path} lies inside {home}, so a backup of the state takes the key along; move it out")
        )
    try:
        load_or_make(path)
    except KeyFileError as error:
        problems.append(KeyProblem("damaged", str(error)))
    return problems


def _sync_folder(folder: Path) -> None:
    """A name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(path: Path, key: InstallationKey) -> InstallationKey:
    """Write a key so that two processes starting at once agree on one of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, key)
    try:
        os.link(draft, path)
        _sync_folder(path.parent)  # what is sealed may be on disk before
    except FileExistsError:
        return read(path)
    finally:
        draft.unlink()
    return key


def _draft(path: Path, key: InstallationKey) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    lines = [key.master.hex(), sealed_root(key)]
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, "".join(f"{line}\n" for line in lines if line).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return draft
