"""Random public identifiers. Nothing that leaves the database is serial: a gap would tell that a sealed case exists."""

from __future__ import annotations

import secrets
from functools import cache

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 i l: read out over a telephone, copied by hand
LENGTH = 12


def public_id() -> str:
    """Twelve characters, about 59 random bits."""
    return random_text(LENGTH)


def is_public_id(text: str) -> bool:
    """Whether it can be one."""
    return len(text) == LENGTH and all(one in ALPHABET for one in text)


def random_text(length: int, alphabet: str = ALPHABET) -> str:
    """`length` characters drawn evenly from `alphabet`."""
    letters, uneven = _letters(alphabet)
    text = b""
    while len(text) < length:  # all at once: letter by letter it shows in a submission's time
        text += secrets.token_bytes(2 * length).translate(letters, uneven)
    return text[:length].decode()


@cache
def _letters(alphabet: str) -> tuple[bytes, bytes]:
    """The letter of every byte, and the bytes that would favour the first letters."""
    letters = bytes(ord(alphabet[byte % len(alphabet)]) for byte in range(256))
    return letters, bytes(range(256 - 256 % len(alphabet), 256))
