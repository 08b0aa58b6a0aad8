"""The installation's key: one file outside of the database, the folder of state and the backup.

Every purpose has a sub-key of its own, so that one that leaks opens nothing else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KEY_BYTES = 32


class KeyFileError(RuntimeError):
    """The key file can't be used. Without it identities stay sealed; it is restored from the recovery words."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """`what`: missing, permissions, owner, place, damaged. `message` says where and what to do."""

    what: str
    message: str


@dataclass(frozen=True, slots=True, repr=False)
class InstallationKey:
    master: bytes

    def __repr__(self) -> str:
        return "InstallationKey(…)"

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (keyed BLAKE2b, RFC 7693)."""
        return hashlib.blake2b(purpose.encode(), key=self.master, digest_size=32, person=b"huiyin-subkey").digest()


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
        text = path.read_text().strip()
    except FileNotFoundError:
        return InstallationKey(_make(path))
    try:
        master = bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileError(
            f"{path} is no key file; put the right one back or restore it from the recovery words"
        ) from error
    if len(master) != KEY_BYTES:
        raise KeyFileError(f"{path} holds {len(master)} bytes, a key has {KEY_BYTES}; put the right file back")
    return InstallationKey(master)


def restore(path: Path, key: InstallationKey) -> None:
    """Write a key that was recovered from its words. Raises `KeyFileError` when another key is already there."""
    if _make(path, key.master) != key.master:
        raise KeyFileError(f"{path} already holds another key; move it away first, and keep it")
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
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(path: Path, master: bytes = b"") -> bytes:
    """Write a fresh key so that two processes starting at once agree on one of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    master = master or secrets.token_bytes(KEY_BYTES)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, master.hex().encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
        _sync_folder(path.parent)  # a name is on disk only when its folder is: what is sealed may be, before
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    finally:
        draft.unlink()
    return master
