"""What only the holder of the installation's key can make: entry MACs, padding leaves, checkpoint signatures.

Checkpoints follow https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note with Ed25519.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from huiyin.kernel.ledger import notes
from huiyin.kernel.ledger.notes import Key, NoteError, Tree
from huiyin.kernel.vault import keys

__all__ = ["NoteError", "Tree"]


def mac(content: bytes) -> bytes:
    """32 bytes: keyed BLAKE2b (RFC 7693) under a key outside of the database."""
    return hashlib.blake2b(content, key=_derived(settings.HUIYIN_KEY_FILE, "ledger-mac"), digest_size=32).digest()


def mac_holds(content: bytes, claimed: bytes) -> bool:
    return hmac.compare_digest(mac(content), claimed)


def padding(index: int) -> bytes:
    """The padding leaf of a place: without the key nobody can tell it from an entry's, with it a change shows."""
    key = _derived(settings.HUIYIN_KEY_FILE, "ledger-padding")
    return hashlib.blake2b(index.to_bytes(8, "big"), key=key, digest_size=32).digest()


def origin() -> str:
    """The log's name in its checkpoints: `LEDGER_ORIGIN`, by default one that follows from its public key."""
    named: str = settings.LEDGER_ORIGIN
    return named or f"huiyin-ledger/{hashlib.sha256(public_key()).hexdigest()[:16]}"


def public_key() -> bytes:
    """The 32 raw bytes of the Ed25519 key that checkpoints are verified with."""
    return _private_key(settings.HUIYIN_KEY_FILE).public_key().public_bytes_raw()


def key() -> Key:
    """What checkpoints of this installation are verified with."""
    return Key(origin(), notes.LOG, public_key())


def sign(size: int, root: bytes) -> str:
    """The checkpoint note of a tree."""
    own = key()
    text = f"{own.name}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = _private_key(settings.HUIYIN_KEY_FILE).sign(text.encode())
    return f"{text}\n{notes.Signature(own.name, own.id, signature).line()}"


def read(note: str) -> Tree:
    """The tree that a checkpoint of this installation states. Raises `NoteError`, also for another's signature."""
    return notes.checkpoint(note, key())


def hidden(written: str, salt: bytes) -> str:
    """What stands in the place of a value that whoever opens a row must not read: 32 hex characters, under the key and the row's salt."""
    key = _derived(settings.HUIYIN_KEY_FILE, "ledger-hidden")
    return hashlib.blake2b(written.encode(), key=key, salt=salt, digest_size=16).hexdigest()


def filling(public_id: str, length: int) -> bytes:
    """`length` bytes that belong to an entry, which nobody can tell from hashes without the key."""
    return hashlib.shake_256(_derived(settings.HUIYIN_KEY_FILE, "ledger-filling") + public_id.encode()).digest(length)


@cache
def _derived(key_file: Path, purpose: str) -> bytes:
    return keys.load_or_make(key_file).derive(purpose)


@cache
def _private_key(key_file: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(key_file, "ledger-checkpoints"))
