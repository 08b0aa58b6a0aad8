"""Sealing: XChaCha20-Poly1305 under a fresh data key, itself wrapped by a key that the database does not hold.

Sealed bytes are nonce (24) + ciphertext + tag (16). The associated data bind them to the row that they belong to, so
that nobody with write access to the database can move one person's sealed name into another person's case.
"""

from __future__ import annotations

import secrets
from functools import cache

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from . import keys

BLOCK = 256  # plaintext is padded to this, so that a length does not tell a two-character name from a long address


class SealBrokenError(RuntimeError):
    """What is sealed can't be opened: another key file, or bytes that somebody changed."""


def new_key() -> bytes:
    return secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)


def seal(plaintext: bytes, key: bytes, bound_to: str) -> bytes:
    """Encrypt, padded to whole blocks."""
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(_pad(plaintext), bound_to.encode(), nonce, key)


def unseal(sealed: bytes | memoryview[int], key: bytes, bound_to: str) -> bytes:
    """The plaintext. Raises `SealBrokenError`."""
    nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    nonce, ciphertext = bytes(sealed[:nonce_bytes]), bytes(sealed[nonce_bytes:])
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, bound_to.encode(), nonce, key)
    except (CryptoError, ValueError, TypeError) as error:
        raise SealBrokenError("a seal does not open with this key file") from error
    return _unpad(padded)


def wrap(data_key: bytes, bound_to: str) -> bytes:
    """The data key under the installation's wrapping key."""
    return seal(data_key, _wrapping_key(keys.current()), f"key:{bound_to}")


def unwrap(wrapped: bytes | memoryview[int], bound_to: str) -> bytes:
    return unseal(wrapped, _wrapping_key(keys.current()), f"key:{bound_to}")


@cache
def _wrapping_key(key: keys.InstallationKey) -> bytes:
    return key.derive("vault-wrapping")


def _pad(plaintext: bytes) -> bytes:
    """ISO 7816-4: one 0x80, then zeros to the end of the block."""
    return plaintext + b"\x80" + b"\0" * (-(len(plaintext) + 1) % BLOCK)


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
