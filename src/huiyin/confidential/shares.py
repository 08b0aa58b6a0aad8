"""A secret split between people: so many of them have it together, fewer have nothing (Shamir; words of SLIP-39)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from .crypto import DoesNotOpenError

WORDS = 20  # a share of 128 bits


def split(secret: bytes, needed: int, number: int) -> list[str]:
    """`number` shares of twenty words each, of which `needed` give `secret` (16 bytes) back."""
    import shamir_mnemonic  # here and below, because every start of a command would wait for its words

    words = list(shamir_mnemonic.generate_mnemonics(1, [(needed, number)], secret, iteration_exponent=0)[0])
    if (
        joined(words[:needed]) != secret or joined(words[-needed:]) != secret
    ):  # before a sheet is printed, not years later
        raise RuntimeError("shares do not join")
    return words


def joined(shares: Sequence[str]) -> bytes:
    """Raises `DoesNotOpenError` for too few, or for shares of several secrets."""
    import shamir_mnemonic

    try:
        return bytes(shamir_mnemonic.combine_mnemonics(shares))
    except shamir_mnemonic.MnemonicError as error:
        raise DoesNotOpenError from error


def as_typed(text: str) -> str:
    """The words however they were typed: any case, any spacing, numbered or with commas."""
    return " ".join(word for word in text.lower().replace(",", " ").split() if word.isalpha())


def mark(share: str) -> bytes:
    """Tells whether what somebody types is the share that they got; 128 random bits stand behind it."""
    return hashlib.blake2b(share.encode(), digest_size=32, person=b"huiyin-share").digest()
