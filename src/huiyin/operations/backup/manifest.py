"""What a backup says about itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Protocol

NAME = "manifest.json"
FORMAT = 3  # 1: the whole archive was squeezed, which took most of the time; 2: without the filler, so that its size told much
FILLER = "filler"
STEP = 8 << 20  # bytes


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class Manifest:
    """`files`: name inside the archive -> SHA-256. `database`: "sqlite" or "postgresql"."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    key_fingerprint: str
    format: int = FORMAT
    files: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        return cls(**json.loads(data))


def looks_like(size: int) -> int:
    """The bytes that an archive of `size` bytes is filled up to: whole steps, of an eighth of it at most where it is large.

    Whoever sees a folder of backups must not tell a night in which something sealed came in from one in which nothing did.
    """
    step = max(STEP, 1 << max(size.bit_length() - 4, 0))
    return -(-size // step) * step


class Zeros:
    """So many zero bytes to be read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        taken = self._left if size < 0 else min(size, self._left)
        self._left -= taken
        return bytes(taken)


class HashingReader:
    """Hashes what is read through it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._digest.update(data)
        return data

    @property
    def hexdigest(self) -> str:
        return self._digest.hexdigest()
