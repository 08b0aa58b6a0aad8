"""Receipt codes: drawn, digested, found. The code itself is never stored, logged or sent."""

from __future__ import annotations

import hashlib
from functools import cache

from django.conf import settings

from huiyin.kernel import ids
from huiyin.kernel.vault import keys
from huiyin.kernel.vault.moving import sub_keys

from . import rules
from .models import Concern, ReceiptCode

PURPOSE = "receipt-codes"


def draw() -> str:
    """A fresh code: sixty random bits."""
    return ids.random_text(rules.CODE_LENGTH, rules.CODE_ALPHABET)


def of_browser(once: str, purpose: str) -> str:
    """The code of what one browser was given: the same each time it is sent, and sixty bits that nobody else can reckon.

    `purpose`: `hazard-report-codes` and the like; each has a key of its own.
    """
    number = int.from_bytes(hashlib.blake2b(once.encode(), key=_key(purpose), digest_size=16).digest(), "big")
    base = len(rules.CODE_ALPHABET)
    return "".join(rules.CODE_ALPHABET[number // base**place % base] for place in range(rules.CODE_LENGTH))


def digest(code: str) -> bytes:
    return rules.code_digest(code, _key(PURPOSE))


def digests_of(typed: str) -> list[bytes]:
    """The digests that a code may have, however it was typed; of what can be none, none.

    More than one where an organisation came here from another installation: its codes were given out under that one's key.
    """
    code = rules.normalise_code(typed)
    return [rules.code_digest(code, key) for key in sub_keys(PURPOSE)] if rules.is_code(code) else []


def find(typed: str) -> ReceiptCode | None:
    """The code that is in force. One indexed look-up whether it exists or not."""
    return _of_any(digests_of(typed))


def of_digest(digest: bytes) -> ReceiptCode | None:
    """The code in force that has this digest."""
    return _of_any([digest])


def _of_any(digests: list[bytes]) -> ReceiptCode | None:
    return (
        ReceiptCode.objects.filter(digest__in=digests, voided_at=None)
        .select_related("concern__case__organisation__parent")
        .first()
    )


def in_force(concern: Concern) -> ReceiptCode | None:
    return ReceiptCode.objects.filter(concern=concern, voided_at=None).first()


@cache
def _key(purpose: str) -> bytes:
    return keys.load_or_make(settings.HUIYIN_KEY_FILE).derive(purpose)
