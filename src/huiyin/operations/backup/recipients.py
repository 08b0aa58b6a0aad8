"""The age identity that belongs to an installation's key."""

from __future__ import annotations

from pyrage import x25519

from huiyin.kernel.vault.keys import InstallationKey

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def identity(key: InstallationKey) -> x25519.Identity:
    """Opens this installation's backups; `.to_public()` is whom they are encrypted to."""
    return x25519.Identity.from_str(bech32("age-secret-key-", key.derive("backup")).upper())


def bech32(prefix: str, data: bytes) -> str:
    """The text form of a key (BIP 173), which is how age takes it."""
    values = _five_bits(data)
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    checksum = [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{prefix}1" + "".join(_ALPHABET[value] for value in values + checksum)


def _five_bits(data: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= generator
    return check
