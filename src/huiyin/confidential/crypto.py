"""The seals of this room: who holds which key, and nothing of it in the database in the open.

Each report has a data key. It is sealed (X25519, libsodium's sealed box) to every reader and to the reporter, whose own key follows from
the code by argon2id. A reader's private key lies under a passphrase, and under a secret that is split between custodians. Why so:
docs/decisions/0028-sealed-reports.md.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass

import nacl.utils
from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from huiyin.kernel.vault import crypto, keys

SALT = argon2id.SALTBYTES
# Two at once take 128 MiB: guessing pushes nothing else out of the memory of a small machine.
_one_after_another = threading.BoundedSemaphore(2)

KIB, MIB = 1024, 1024 * 1024
BUCKETS = (4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB)  # above: whole MiB
PRIVATE = 32  # either half of a key pair, and what finds a report
GIVEN, GIVEN_TWICE = 80, 128  # a key, sealed to somebody; and that once more, to somebody else
NONCE_AND_TAG = 24 + 16
_FRAME = 4 + 256  # what a seal adds to the contents: their length, and the end of the last block


class DoesNotOpenError(Exception):
    """A wrong passphrase, a wrong share, another's seal, or bytes that somebody changed."""


@dataclass(frozen=True, slots=True)
class Pair:
    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return "Pair(…)"


@dataclass(frozen=True, slots=True)
class OfCode:
    """What follows from a reporter's code. `lookup` finds the report and tells nothing of `pair`."""

    lookup: bytes
    pair: Pair

    def __repr__(self) -> str:
        return "OfCode(…)"


def new_pair() -> Pair:
    made = PrivateKey.generate()
    return Pair(bytes(made), bytes(made.public_key))


def pair_of(private: bytes) -> Pair:
    return Pair(private, bytes(PrivateKey(private).public_key))


def of_code(code: str) -> OfCode:
    """Slow on purpose, and under a salt of this installation: who has the database must guess sixty bits at 0.3 s each."""
    both = _slowly(code.encode(), salt_of_codes(), 64)
    return OfCode(lookup_of(both[:32]), pair_of(both[32:]))


def salt_of_codes() -> bytes:
    """For a browser that makes a code itself, too: no secret."""
    return keys.current().derive("sealed-report-codes")[:SALT]


def of_installation() -> Pair:
    """The inner layer by which a name is handed on. Its public half is no secret: browsers get it."""
    return pair_of(keys.current().derive("sealed-report-names-box"))


def lookup_of(locator: bytes) -> bytes:
    """Who shows the locator has the code; the database holds its digest alone."""
    return hashlib.blake2b(locator, digest_size=32).digest()


def lock(secret: bytes, passphrase: str) -> bytes:
    """`secret` under a passphrase: salt and box."""
    salt = nacl.utils.random(SALT)
    return salt + bytes(SecretBox(_slowly(passphrase.encode(), salt, 32)).encrypt(secret))


def unlock(locked: bytes | memoryview[int], passphrase: str) -> bytes:
    """Raises `DoesNotOpenError`."""
    locked = bytes(locked)
    return _opened(SecretBox(_slowly(passphrase.encode(), locked[:SALT], 32)), locked[SALT:])


def lock_with(secret: bytes, strong: bytes) -> bytes:
    """`secret` under random bytes, which need no slow derivation."""
    return bytes(SecretBox(_whole(strong)).encrypt(secret))


def unlock_with(locked: bytes | memoryview[int], strong: bytes) -> bytes:
    """Raises `DoesNotOpenError`."""
    return _opened(SecretBox(_whole(strong)), bytes(locked))


def give(secret: bytes, public: bytes | memoryview[int]) -> bytes:
    """Sealed to a public key: only its private one opens it, we neither."""
    return bytes(SealedBox(PublicKey(bytes(public))).encrypt(secret))


def take(given: bytes | memoryview[int], private: bytes) -> bytes:
    """Raises `DoesNotOpenError`."""
    return _opened(SealedBox(PrivateKey(private)), bytes(given))


def seal(contents: bytes, data_key: bytes, bound_to: str) -> bytes:
    """Contents of a report, filled up to one of few sizes. `bound_to`: the row that they belong to."""
    framed = len(contents).to_bytes(4, "big") + contents
    return crypto.seal(framed.ljust(bucket(len(contents)) - _FRAME, b"\0"), data_key, bound_to)


def unseal(sealed: bytes | memoryview[int], data_key: bytes, bound_to: str) -> bytes:
    """Raises `DoesNotOpenError`."""
    try:
        framed = crypto.unseal(bytes(sealed), data_key, bound_to)
    except crypto.SealBrokenError as error:
        raise DoesNotOpenError from error
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]


def is_sealed(sealed: bytes, most: int) -> bool:
    """Whether something has a length that `seal` gives, of at most `most` bytes: all that can be said of it without its key."""
    return len(sealed) - NONCE_AND_TAG + 256 in [one for one in BUCKETS if one <= most]


def bucket(size: int) -> int:
    """The size that contents of `size` bytes look like."""
    needed = size + _FRAME
    return next((one for one in BUCKETS if needed <= one), -(-needed // MIB) * MIB)


def new_data_key() -> bytes:
    return crypto.new_key()


def _slowly(words: bytes, salt: bytes, size: int) -> bytes:
    operations, memory = settings.SEALED_COST
    with _one_after_another:
        return argon2id.kdf(size, words, salt, opslimit=operations, memlimit=memory)


def _whole(strong: bytes) -> bytes:
    return hashlib.blake2b(strong, digest_size=SecretBox.KEY_SIZE, person=b"huiyin-shares").digest()


def _opened(box: SecretBox | SealedBox[PrivateKey], sealed: bytes) -> bytes:
    try:
        return bytes(box.decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise DoesNotOpenError from error
