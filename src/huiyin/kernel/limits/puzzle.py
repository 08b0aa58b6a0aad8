"""A small sum that costs a telephone seconds and a flooder with thousands of forms a farm. Pure.

Of each of `PARTS` parts a number is looked for, so that SHA-256 of `nonce.part.number` begins with so many zero bits: many
small parts take everybody about as long, one large one would take some people ten times as long as others.
"""

from __future__ import annotations

import hashlib
import math

PARTS = 16
LEAST_BITS, MOST_BITS = 10, 14  # 16 thousand to 262 thousand hashes: under a second to a few seconds in an old browser


def bits_for(load: float, free: float) -> int:
    """How hard, when `load` forms waited in the last minutes: one bit more whenever it doubles past `free`."""
    return min(MOST_BITS, LEAST_BITS + max(0, int(math.log2(max(load, 1.0) / free))))


def solved(nonce: str, bits: int, answer: str) -> bool:
    """Whether `answer` (numbers with commas between them) solves every part."""
    numbers = answer.split(",")
    if len(numbers) != PARTS or not all(one.isascii() and one.isdigit() and len(one) <= 12 for one in numbers):
        return False
    return all(_zeros(f"{nonce}.{part}.{number}") >= bits for part, number in enumerate(numbers))


def _zeros(text: str) -> int:
    return 256 - int.from_bytes(hashlib.sha256(text.encode()).digest(), "big").bit_length()
