"""Random public identifiers. Nothing that leaves the database is serial: a gap would tell that a sealed case exists."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 i l: read out over a telephone, copied by hand


def public_id() -> str:
    """Twelve characters, about 59 random bits."""
    return random_text(12)


def random_text(length: int, alphabet: str = ALPHABET) -> str:
    """`length` characters drawn evenly from `alphabet`."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
