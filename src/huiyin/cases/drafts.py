"""The form that a person is filling in: kept for a fortnight, sealed under a token that only their browser has."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import nacl.secret
import nacl.utils

KEEP_DAYS = 14
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Token:
    """The secret in the person's cookie. The database has only `digest`; contents open only with `key`."""

    secret: bytes

    @classmethod
    def fresh(cls) -> Token:
        return cls(secrets.token_bytes(TOKEN_BYTES))

    @classmethod
    def from_cookie(cls, value: str) -> Token | None:
        """None for what is no token."""
        try:
            secret = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except (binascii.Error, ValueError):
            return None
        return cls(secret) if len(secret) == TOKEN_BYTES else None

    @property
    def cookie(self) -> str:
        return base64.urlsafe_b64encode(self.secret).decode().rstrip("=")

    @property
    def digest(self) -> bytes:
        return hashlib.blake2b(self.secret, digest_size=32, person=b"draft-digest").digest()

    @property
    def key(self) -> bytes:
        return hashlib.blake2b(self.secret, digest_size=32, person=b"draft-key").digest()


@dataclass(frozen=True, slots=True)
class DraftContents:
    """What was typed so far, page by page, and (once submitted) the code that is still to be noted down."""

    answers: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    def with_answers(self, **more: Any) -> DraftContents:
        return DraftContents({**self.answers, **more}, self.code)


def seal(contents: DraftContents, token: Token) -> bytes:
    """Encrypted and padded to 1 KiB steps, so that its size tells little."""
    data = json.dumps({"answers": contents.answers, "code": contents.code}, ensure_ascii=False).encode()
    padded = data + b" " * (-len(data) % 1024)
    return bytes(nacl.secret.SecretBox(token.key).encrypt(padded))


def unseal(sealed: bytes | memoryview[int], token: Token) -> DraftContents:
    """Raises `nacl.exceptions.CryptoError` when the token is not the draft's own."""
    data = json.loads(nacl.secret.SecretBox(token.key).decrypt(bytes(sealed)))
    return DraftContents(data["answers"], data["code"])
