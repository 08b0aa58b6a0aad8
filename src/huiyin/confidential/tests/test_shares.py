"""Words of shares are the standard SLIP-39, not a dialect: a second reading, written here from the standard, opens them, and both open the
published vectors. What the library does with chance, and what a foreign or mistyped share does, is held too.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets

import pytest
import shamir_mnemonic
from shamir_mnemonic.shamir import RANDOM_BYTES
from shamir_mnemonic.wordlist import WORDLIST

from huiyin.confidential import shares
from huiyin.confidential.crypto import DoesNotOpenError

NUMBER = {word: number for number, word in enumerate(WORDLIST)}
GENERATOR = (
    0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120,
)  # fmt: skip
SECRET_AT, DIGEST_AT = 255, 254

# Of vectors.json of SLIP-0039 (satoshilabs/slips, github.com/trezor/python-shamir-mnemonic): shares, and the secret under "TREZOR".
VECTORS = [
    (
        ["duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband erode duke ajar critical decision keyboard"],
        "bb54aac4b89dc868ba37d9cc21b2cece",
    ),
    (
        [
            "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short owner flip making coding armed",
            "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft early superior advocate guest smoking",
        ],
        "b43ceb7e57a0ea8766221624d01b0864",
    ),
]  # fmt: skip
MISTYPED = "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband erode duke ajar critical decision kidney"


def times(a: int, b: int) -> int:
    """In the field of 256 elements, bit by bit."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0x11B if a & 0x80 else 0), b >> 1
    return product


def inverse(a: int) -> int:
    return next(b for b in range(1, 256) if times(a, b) == 1)


def at(x: int, points: dict[int, bytes]) -> bytes:
    """The polynomial through the points, at x (Lagrange)."""
    found = bytes(len(next(iter(points.values()))))
    for here, value in points.items():
        weight = 1
        for other in points:
            if other != here:
                weight = times(weight, times(x ^ other, inverse(here ^ other)))
        found = bytes(one ^ times(weight, two) for one, two in zip(found, value, strict=True))
    return found


def read(share: str) -> tuple[int, bool, int, int, int, bytes]:
    """Identifier, extendable, exponent, index, threshold, value of a share of a single group; its checksum is looked at."""
    numbers = [NUMBER[word] for word in share.split()]
    bits = int("".join(f"{one:010b}" for one in numbers), 2)
    length = len(numbers) * 10

    def part(start: int, size: int) -> int:
        return (bits >> (length - start - size)) & ((1 << size) - 1)

    extendable = bool(part(15, 1))
    check = 1
    for value in [*(b"shamir_extendable" if extendable else b"shamir"), *numbers]:
        top = check >> 20
        check = (check & 0xFFFFF) << 10 ^ value
        for number, one in enumerate(GENERATOR):
            check ^= one if top >> number & 1 else 0
    assert check == 1, "the checksum"
    whole = (length - 70) // 16 * 16
    value = part(length - 30 - whole, whole).to_bytes(whole // 8, "big")
    return part(0, 15), extendable, part(16, 4), part(32, 4), part(36, 4) + 1, value


def second_reading(typed: list[str], passphrase: bytes = b"") -> bytes:
    """The secret, without a line of the library."""
    rows = [read(share) for share in typed]
    identifier, extendable, exponent, _index, threshold, _value = rows[0]
    assert len(rows) == threshold
    points = {row[3]: row[5] for row in rows}
    sealed = at(SECRET_AT, points)
    if threshold > 1:
        digest = at(DIGEST_AT, points)
        assert digest[:4] == hmac.new(digest[4:], sealed, "sha256").digest()[:4]
    else:
        sealed = rows[0][5]
    half = len(sealed) // 2
    left, right = sealed[:half], sealed[half:]
    prefix = b"" if extendable else b"shamir" + identifier.to_bytes(2, "big")
    for turn in (3, 2, 1, 0):
        mixed = hashlib.pbkdf2_hmac("sha256", bytes([turn]) + passphrase, prefix + right, 2500 << exponent, half)
        left, right = right, bytes(one ^ two for one, two in zip(left, mixed, strict=True))
    return right + left


@pytest.mark.parametrize(("typed", "secret"), VECTORS)
def test_both_readings_open_the_published_vectors(typed, secret):
    assert second_reading(typed, b"TREZOR").hex() == secret
    assert shamir_mnemonic.combine_mnemonics(typed, b"TREZOR").hex() == secret


@pytest.mark.parametrize(("needed", "number"), [(2, 3), (3, 5), (5, 7)])
def test_what_we_split_another_reading_joins_with_any_so_many_of_them(needed, number):
    secret = secrets.token_bytes(16)
    words = shares.split(secret, needed, number)
    assert len(words) == number
    assert {len(one.split()) for one in words} == {shares.WORDS}
    for some in itertools.combinations(words, needed):
        assert second_reading(list(some)) == secret == shares.joined(some)


def test_a_mistyped_a_foreign_and_a_missing_share_give_nothing():
    words, foreign = shares.split(b"0123456789abcdef", 2, 3), shares.split(b"0123456789abcdef", 2, 3)
    for some in (words[:1], [words[0], words[0]], [words[0], foreign[1]], [words[0], MISTYPED]):
        with pytest.raises(DoesNotOpenError):
            shares.joined(some)


def test_chance_is_the_operating_systems():
    assert RANDOM_BYTES is secrets.token_bytes
    assert len({one for _time in range(20) for one in shares.split(bytes(16), 2, 3)}) == 60
