"""Random public identifiers. Nothing that leaves the database is serial: a gap would tell that a sealed case exists."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 i l: read out over a telephone, copied by hand


def public_id() -> str:
    """Twelve characters, about 59 random bits."""
    return random_text(12)


def random_text(length: int, alphabet: str = ALPHABET) -> str:
    """`length` characters drawn evenly from `alphabet`."""
    even = 256 - 256 % len(alphabet)  # a byte from here on would favour the first letters
    text = ""
    while len(text) < length:  # one call for the whole text: letter by letter it shows in a submission's time
        text += "".join(alphabet[byte % len(alphabet)] for byte in secrets.token_bytes(2 * length) if byte < even)
    return text[:length]
