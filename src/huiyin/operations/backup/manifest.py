"""What a backup says about itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import IO

NAME = "manifest.json"
FORMAT = 2  # 1: the whole archive was squeezed, which pictures gain nothing from and which took most of the time


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


class HashingReader:
    """Hashes what is read through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._digest.update(data)
        return data

    @property
    def hexdigest(self) -> str:
        return self._digest.hexdigest()
