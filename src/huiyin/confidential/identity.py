"""Who reports, as it stands inside of its own seal, apart from the words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from . import crypto
from .identity_models import SealedName
from .models import ReaderKey

PURPOSE = 1200  # bytes: 300 characters of four


@dataclass(frozen=True, slots=True)
class Who:
    """What identifies a reporter: what they gave as name, and how they can be reached."""

    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.name or self.contact)


def seal_who(who: Who, row: SealedName, name_key: bytes) -> bytes:
    return crypto.seal(json.dumps(asdict(who), ensure_ascii=False).encode(), name_key, row.binding)


def who_in(row: SealedName, name_key: bytes) -> Who:
    """Raises `crypto.DoesNotOpenError`."""
    return Who(**json.loads(crypto.unseal(row.sealed, name_key, row.binding)))


def seal_purpose(text: str, key: ReaderKey) -> bytes:
    """What a name is asked for, for who may be the second; all of one length."""
    return crypto.give(text.encode()[:PURPOSE].ljust(PURPOSE, b"\0"), key.public)


def purpose_in(sealed: bytes | memoryview[int], private: bytes) -> str:
    """Raises `crypto.DoesNotOpenError`."""
    return crypto.take(sealed, private).rstrip(b"\0").decode()
