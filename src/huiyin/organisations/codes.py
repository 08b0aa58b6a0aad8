"""Codes that are typed at the second step of signing in: those of an app (TOTP, RFC 6238) and those on paper. Pure."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import unicodedata
from urllib.parse import quote, urlencode

from huiyin.kernel.ids import ALPHABET

DIGITS = 6
STEP = 30  # seconds that a code of an app stands for
DRIFT = (0, -1, 1)  # steps by which the clock of a telephone may be off
SEED_BYTES = 20  # RFC 4226, R6: 160 bits
PAPER_LENGTH = 12  # of 31 characters: 59 bits, so that a plain hash can't be reversed
PAPER_CODES = 10


def is_app_code(typed: str) -> bool:
    """Whether this looks like a code of an app; anything else is taken for a code on paper."""
    plain = _plain(typed)
    return len(plain) == DIGITS and plain.isascii() and plain.isdecimal()


def matching_step(seed: bytes, typed: str, moment: dt.datetime, after: int) -> int | None:
    """The number of the step whose code this is; None where it fits none, or only one that was used (up to `after`)."""
    from django_otp.oath import hotp  # here, because every start of a command would wait for it

    if not is_app_code(typed):
        return None
    now = int(moment.timestamp()) // STEP
    for step in (now + drift for drift in DRIFT):
        if step > after and hmac.compare_digest(f"{hotp(seed, step, digits=DIGITS):0{DIGITS}d}", _plain(typed)):
            return step
    return None


def paper_digest(typed: str) -> str:
    """What is stored of a code on paper, however it was written: small or capital letters, with or without strokes."""
    plain = "".join(character for character in _plain(typed).lower() if character in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def grouped(text: str) -> str:
    """In groups of four, to be read out and typed."""
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def seed_text(seed: bytes) -> str:
    """The seed as apps take it when it is typed (base32, RFC 4648)."""
    return base64.b32encode(seed).decode().rstrip("=")


def app_address(seed: bytes, issuer: str, username: str) -> str:
    """What stands in the picture that an app scans (the key URI format that the common apps read)."""
    label = f"{quote(issuer, safe='')}:{quote(username, safe='')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': seed_text(seed), 'issuer': issuer}, quote_via=quote)}"


def _plain(typed: str) -> str:
    """Without spaces; digits of a Chinese keyboard (full width) count as digits."""
    return "".join(unicodedata.normalize("NFKC", typed).split())
