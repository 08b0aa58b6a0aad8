"""Who raised a concern and how to reach them, while it is in the clear: only in memory, only for as long as needed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields, replace

from huiyin.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Identity:
    """All fields may be empty: a concern may be anonymous. `note` is how and when the person wants to be reached.

    `push`: the subscription of a device that they switched on (`outbox.webpush`). It says nothing to anybody, so that it is no
    particular to open, and not among `FIELDS`.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    national_id: str = ""
    note: str = ""
    push: str = ""

    def __repr__(self) -> str:
        """Never the contents: a traceback or a log line must not hold a name."""
        return f"Identity({', '.join(self.present())})"

    def present(self) -> tuple[str, ...]:
        """The names of the fields that hold something."""
        return tuple(name for name in FIELDS if getattr(self, name))

    def only(self, wanted: Collection[str]) -> Identity:
        """A copy with the wanted fields alone."""
        return Identity(**{name: getattr(self, name) for name in FIELDS if name in wanted})

    def corrected(self, **changes: str) -> Identity:
        return replace(self, **changes)

    def to_bytes(self) -> bytes:
        return json.dumps(
            {name: getattr(self, name) for name in (*FIELDS, DEVICE)}, ensure_ascii=False, separators=(",", ":")
        ).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Identity:
        return cls(**json.loads(data))


DEVICE = "push"
FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Identity) if field.name != DEVICE)


def known_fields(wanted: Collection[str]) -> tuple[str, ...]:
    """The wanted fields in their order. Raises `BadInput` for none or an unknown one."""
    unknown = sorted(set(wanted) - set(FIELDS))
    if unknown or not wanted:
        raise BadInput(
            "fields", f"{', '.join(unknown) or 'no field'} can't be opened", f"one or more of {', '.join(FIELDS)}"
        )
    return tuple(name for name in FIELDS if name in wanted)


FIELD_OF_CHANNEL = {
    "email": "email",
    "sms": "phone",
    "voice": "phone",
    "phone": "phone",
    "letter": "address",
    "push": DEVICE,
}
"""Which field holds the address of a channel."""
