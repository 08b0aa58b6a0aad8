"""The installation's key: one file outside of the database, the folder of state and the backup.

Every purpose has a sub-key of its own, so that one that leaks opens nothing else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KEY_BYTES = 32


class KeyFileError(RuntimeError):
    """The key file can't be used. Without it identities stay sealed; it is restored from the recovery words."""


@dataclass(frozen=True, slots=True)
class InstallationKey:
    master: bytes

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (keyed BLAKE2b, RFC 7693)."""
        return hashlib.blake2b(purpose.encode(), key=self.master, digest_size=32, person=b"huiyin-subkey").digest()


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
        raise KeyFileError(f"{path} is no key file; put the right one back or restore it from the recovery words") from error
    if len(master) != KEY_BYTES:
        raise KeyFileError(f"{path} holds {len(master)} bytes, a key has {KEY_BYTES}; put the right file back")
    return InstallationKey(master)


def _make(path: Path) -> bytes:
    """Write a fresh key so that two processes starting at once agree on one of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    master = secrets.token_bytes(KEY_BYTES)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, master.hex().encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    finally:
        draft.unlink()
    return master
