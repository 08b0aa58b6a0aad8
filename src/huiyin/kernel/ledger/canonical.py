"""One byte string for one fact: canonical JSON of rows and entries, and the hashes over it.

Canonical JSON here: keys sorted, no spaces, UTF-8. Moments are UTC in ISO 8601, decimals and UUIDs text, bytes hex.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from django.db import models

from huiyin.kernel.kept_json import KEPT
from huiyin.kernel.ledger import signing
from huiyin.kernel.ledger.models import Committed

HIDDEN = "hidden:"

Encode = Callable[[Any], Any]

to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def entry_bytes(public_id: str, at: dt.datetime, verb: str, actor: str, about: str, commitments: str) -> bytes:
    """The bytes that an entry's leaf hash and MAC cover. `commitments` is the canonical JSON text as stored."""
    head = to_json({"about": about, "actor": actor, "at": moment(at)})
    tail = to_json({"public_id": public_id, "verb": verb})
    return f'{head[:-1]},"commitments":{commitments},{tail[1:]}'.encode()


@lru_cache(maxsize=256)
def moment(value: dt.datetime) -> str:
    """UTC, ISO 8601. A moment without a zone is refused."""
    if value.tzinfo is None:
        raise ValueError("a moment in the ledger must carry its zone")
    return value.astimezone(dt.UTC).isoformat()


@dataclass(frozen=True, slots=True)
class RowForm:
    """How a row of a field set is written. `attributes`: where its values are, in this order, on the row or in its table.

    `hidden`: the places of values that stand in it under the key alone.
    """

    cells: tuple[tuple[str, type, Encode], ...]  # `"name":`, the type that is written as it is, how others are
    attributes: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    hidden: tuple[int, ...] = ()


def row_bytes(
    form: RowForm, values: Iterable[Any], salt: bytes, hidden: Callable[[str, bytes], str] = signing.hidden
) -> bytes:
    """The bytes that the commitment to a row covers; `values` in the order of `form`, `salt` the one of the commitment.

    `hidden`: what stands for a written value that is hidden, in the order of `form`; by default what this installation's key
    makes of it.
    """
    pairs = zip(form.cells, values, strict=True)
    # Most values are texts or nothing: to ask for these here saves a call for each cell of each row.
    written = [
        name
        + (
            encode_basestring(value)
            if (kind := type(value)) is str is plain
            else "null"
            if value is None
            else _json_text(value if kind is plain else encode(value))
        )
        for (name, plain, encode), value in pairs
    ]
    for place in form.hidden:
        written[place] = f'{form.cells[place][0]}"{hidden(written[place], salt)}"'
    return f"{{{','.join(written)}}}".encode()


_EMPTY: dict[type, str] = {bool: "false", list: "[]", dict: "{}"}


def _json_text(value: Any) -> str:
    """`to_json`, without its start for what most values are; what never changes has its text with it."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if kind is int:
        return int.__repr__(value)
    if not value and kind in _EMPTY:
        return _EMPTY[kind]
    if kind in KEPT:
        text: str = value.canonical or to_json(value)
        value.canonical = text
        return text
    return to_json(value)


def commitment(salt: bytes, content: bytes) -> str:
    """SHA-256 over salt and content, as hex."""
    return hashlib.sha256(salt + content).hexdigest()


def current_field_set(model: type[Committed]) -> int:
    """The number of the field set that commitments made now use; the first is 1."""
    return len(model.committed_fields_before) + 1


@cache
def row_form(model: type[Committed], field_set: int) -> RowForm:
    """How a field set is written. Raises `LookupError` for a set that never was."""
    sets = (*model.committed_fields_before, model.committed_fields)
    if not 1 <= field_set <= len(sets) or not sets[field_set - 1]:
        raise LookupError(f"{model._meta.label} has no field set {field_set}")
    names = sorted(sets[field_set - 1], key=bare)
    fields = [model._meta.get_field(bare(name)) for name in names]
    attributes: tuple[str, ...] = tuple(field.attname for field in fields)  # type: ignore[union-attr]
    return RowForm(
        tuple((f"{to_json(field.name)}:", _plain(field), encoder(field)) for field in fields),
        attributes,
        _reader(attributes),
        tuple(place for place, name in enumerate(names) if name.startswith(HIDDEN)),
    )


def bare(name: str) -> str:
    """The field that a name among `committed_fields` means."""
    return name.removeprefix(HIDDEN)


def _reader(attributes: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(attributes) == 1:
        return lambda row: (getattr(row, attributes[0]),)
    return attrgetter(*attributes)


def _plain(field: Any) -> type:
    """Of exactly this type a value is written as it is; `_Nothing` where none is."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next((plain for kind, plain in _AS_THEY_ARE if isinstance(field, kind)), _Nothing)


class _Nothing:
    """The type of no value."""


def encoder(field: Any) -> Encode:
    """How a value of `field` is written, the same whether it was just set by code or read back from either engine."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DecimalField):
        return _decimal(field.decimal_places)
    if isinstance(field, models.JSONField):
        return _json(field)
    for kind, expected, encode in _BY_KIND:
        if isinstance(field, kind):
            return _checked(expected, encode, field)
    return _text


def _checked(expected: type, encode: Encode, field: Any) -> Encode:
    def encode_checked(value: Any) -> Any:
        if value is None:
            return None
        return encode(value if type(value) is expected else field.to_python(value))

    return encode_checked


def _text(value: Any) -> Any:
    if type(value) is str or value is None:
        return value
    if hasattr(value, "resolve_expression"):
        raise TypeError("a row with a database expression can't be committed: read it back first")
    if isinstance(value, bytes | memoryview):
        raise TypeError("bytes where text belongs")
    return str(value)


def _decimal(places: int) -> Encode:
    unit = Decimal(1).scaleb(-places)
    return lambda value: None if value is None else str(Decimal(value).quantize(unit))


def _json(field: Any) -> Encode:
    if field.encoder is None:
        return lambda value: value
    return lambda value: json.loads(json.dumps(value, cls=field.encoder))


def _microseconds(value: dt.timedelta) -> int:
    return value // dt.timedelta(microseconds=1)


def _hex(value: Any) -> str:
    return bytes(value).hex()


_AS_THEY_ARE: tuple[tuple[type, type], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)

# A DateTimeField is a DateField too: the order matters.
_BY_KIND: tuple[tuple[type, type, Encode], ...] = (
    (models.DateTimeField, dt.datetime, moment),
    (models.DateField, dt.date, dt.date.isoformat),
    (models.TimeField, dt.time, dt.time.isoformat),
    (models.DurationField, dt.timedelta, _microseconds),
    (models.BooleanField, bool, bool),
    (models.IntegerField, int, int),
    (models.FloatField, float, float),
    (models.UUIDField, uuid.UUID, str),
    (models.BinaryField, bytes, _hex),
)
