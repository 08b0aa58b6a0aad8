"""Signed notes as anybody reads them: keys, signatures, checkpoints, co-signatures. Pure; needs no installation.

https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-cosignature (Ed25519, `cosignature/v1`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG = 1  # Ed25519 over the text
WITNESS = 4  # Ed25519 over the text and a moment
LONGEST = 64 * 1024  # characters of a note that is read at all
MOST_SIGNATURES = 64
_NAMES = {LOG: "log", WITNESS: "witness"}


class NoteError(ValueError):
    """A text that is no checkpoint, or whose signature does not hold."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What a checkpoint states."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with its name: `kind` is `LOG` or `WITNESS`, `public` 32 raw bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        """`name+hash+base64`, as other tools take it."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note. `blob`: what follows the four bytes of the key."""

    name: str
    key_id: bytes
    blob: bytes

    def line(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_id + self.blob).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """`text` ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def read_key(written: str) -> Key:
    """A verifier key. Raises `NoteError` for anything else, also where its hash does not fit it."""
    name, _, rest = written.strip().partition("+")
    claimed, _, encoded = rest.partition("+")
    material = _base64(encoded)
    if not is_name(name) or len(material) != 33 or material[0] not in _NAMES:
        raise NoteError("no Ed25519 key in the form name+hash+base64")
    key = Key(name, material[0], material[1:])
    if str(key) != written.strip() or claimed != key.id.hex():
        raise NoteError("a key whose hash does not fit it")
    return key


def is_name(name: str) -> bool:
    """Whether a key may be called so."""
    return bool(name) and "+" not in name and not any(one.isspace() or one < " " for one in name)


def read(written: str) -> Note:
    """Text and signatures, none of them verified. Raises `NoteError` for what is no note."""
    if len(written) > LONGEST or any(one < " " and one != "\n" for one in written):
        raise NoteError("too long, or with signs that no note holds")
    place = written.rfind("\n\n")
    text, below = written[: place + 1], written[place + 2 :]
    if place < 1 or not below.endswith("\n"):
        raise NoteError("no text with signatures below an empty line")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("more signatures than are read")
    return Note(text, tuple(_signature(line) for line in lines))


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = _base64(encoded)
    if dash != "—" or not is_name(name) or len(blob) < 5:
        raise NoteError("a line that is no signature")
    return Signature(name, blob[:4], blob[4:])


def tree_of(text: str) -> Tree:
    """The tree that the text of a checkpoint states. Raises `NoteError`."""
    lines = text.split("\n")
    if len(lines) < 4 or not all(lines[:-1]) or lines[-1]:
        raise NoteError("no text of a checkpoint")
    origin, size, root = lines[0], lines[1], _base64(lines[2])
    if not (size.isascii() and size.isdigit() and len(size) < 19 and str(int(size)) == size and len(root) == 32):
        raise NoteError("a size or root that can't be read")
    return Tree(origin, int(size), root)


def checkpoint(written: str, key: Key) -> Tree:
    """The tree of a checkpoint that the log's key has signed. Raises `NoteError`."""
    note = read(written)
    if not signed(note, key):
        raise NoteError("not signed with the log's key")
    tree = tree_of(note.text)
    if tree.origin != key.name:
        raise NoteError("of another log")
    return tree


def signed(note: Note, key: Key) -> bool:
    """Whether the log's key signed it. A signature of this very key that does not hold spoils the note."""
    found = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.id)]
    return bool(found) and all(_holds(key.public, one.blob, note.text.encode()) for one in found)


def cosigned_at(note: Note, key: Key) -> int | None:
    """When a witness says that it saw this tree, in seconds since 1970; None where it did not co-sign."""
    for one in note.signatures:
        if (one.name, one.key_id) == (key.name, key.id) and len(one.blob) == 72:
            moment = int.from_bytes(one.blob[:8], "big")
            if _holds(key.public, one.blob[8:], cosigned_bytes(moment, note.text)):
                return moment
    return None


def cosigned_bytes(moment: int, text: str) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _holds(public: bytes, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _base64(written: str) -> bytes:
    """Strict: one writing for one value."""
    try:
        value = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("no base64") from error
    if base64.b64encode(value).decode() != written:
        raise NoteError("base64 with unused bits")
    return value
