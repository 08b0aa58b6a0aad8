"""What only the holder of the installation's key can make: entry MACs, padding leaves, checkpoint signatures.

Checkpoints follow https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note with Ed25519.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.vault import keys

ALGORITHM = b"\x01"  # Ed25519, in signed-note


class NoteError(ValueError):
    """A text that is no checkpoint, or whose signature does not hold."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What a checkpoint states."""

    origin: str
    size: int
    root: bytes


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


def verifier_key() -> str:
    """The public key as other tools take it: `name+hash+base64` (signed-note)."""
    name = origin()
    return f"{name}+{key_id(name, public_key()).hex()}+{base64.b64encode(ALGORITHM + public_key()).decode()}"


def sign(size: int, root: bytes) -> str:
    """The checkpoint note of a tree."""
    name = origin()
    body = f"{name}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = _private_key(settings.HUIYIN_KEY_FILE).sign(body.encode())
    return f"{body}\n— {name} {base64.b64encode(key_id(name, public_key()) + signature).decode()}\n"


def read(note: str) -> Tree:
    """The tree that a checkpoint of this installation states. Raises `NoteError`, also for another's signature."""
    body, separator, signatures = note.partition("\n\n")
    lines = body.split("\n")
    if not separator or len(lines) < 3:
        raise NoteError(_("no signed checkpoint"))
    name, size, root = lines[:3]
    if not any(_signature_holds(line, name, f"{body}\n".encode()) for line in signatures.split("\n")):
        raise NoteError(_("not signed with this installation's key"))
    try:
        tree = Tree(name, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error) as error:
        raise NoteError(_("a size or root that can't be read")) from error
    if str(tree.size) != size or tree.size < 0 or len(tree.root) != 32:
        raise NoteError(_("a size or root that can't be read"))
    return tree


def _signature_holds(line: str, name: str, body: bytes) -> bool:
    prefix = f"— {name} "
    if not line.startswith(prefix):
        return False
    try:
        written = line[len(prefix) :]
        blob = base64.b64decode(written, validate=True)
        if (
            base64.b64encode(blob).decode() != written
        ):  # unused bits of the last sign: a second writing of one signature
            return False
        Ed25519PublicKey.from_public_bytes(public_key()).verify(blob[4:], body)
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return blob[:4] == key_id(name, public_key())


def key_id(name: str, key: bytes) -> bytes:
    """Four bytes by which a signature names its key (signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + ALGORITHM + key).digest()[:4]


@cache
def _derived(key_file: Path, purpose: str) -> bytes:
    return keys.load_or_make(key_file).derive(purpose)


@cache
def _private_key(key_file: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(key_file, "ledger-checkpoints"))
