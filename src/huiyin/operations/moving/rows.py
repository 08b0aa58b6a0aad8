"""A row as JSON and back, the same on every engine."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

from django.db import models

from huiyin.kernel.ledger import canonical, signing
from huiyin.kernel.ledger.models import Committed, Opening


class Opened(TypedDict):
    """What opens the latest commitment to a row: the entry, the salt (hex), the number of its field set.

    `hidden`: what the source's key makes of the values that are hidden in the commitment, in the order of the form.
    """

    entry: str
    salt: str
    field_set: int
    hidden: list[str]


class Row(TypedDict, total=False):
    """`values`: column -> value; relations hold the source's keys. `out`: relation -> public id of a row that does not go along."""

    values: dict[str, Any]
    out: dict[str, str]
    opened: Opened
    sealed: dict[str, str]  # `bytes` (hex) under the archive's own key, with what they are bound to


def columns(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def written(row: models.Model) -> dict[str, Any]:
    return {field.attname: _plain(getattr(row, field.attname), field) for field in columns(type(row))}


def read(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the model holds them. Raises `KeyError` or `ValueError` for what no export of ours wrote."""
    return {field.attname: _value(values[field.attname], field) for field in columns(model)}


def relations(model: type[models.Model]) -> list[Any]:
    return [field for field in columns(model) if field.is_relation]


def hidden(row: models.Model, opening: Opening) -> list[str]:
    """What stands in the latest commitment for the values that are hidden in it, made of the row as it is now."""
    assert isinstance(row, Committed)  # nothing else is opened
    form = canonical.row_form(type(row), opening.field_set)
    found: list[str] = []

    def keep(value: str, salt: bytes) -> str:
        found.append(signing.hidden(value, salt))
        return found[-1]

    canonical.row_bytes(form, form.read(row), bytes(opening.salt), keep)
    return found


def holds(model: type[Committed], held: Mapping[str, Any], opened: Opened, digest: str, *, own: bool) -> bool:
    """Whether the row is the one that an entry of the source committed to.

    Hidden values are recomputed where this installation is the source (`own`); elsewhere what the source made of them counts.
    """
    form = canonical.row_form(model, opened["field_set"])
    if len(opened["hidden"]) != len(form.hidden):
        return False
    given = iter(opened["hidden"])
    salt, values = bytes.fromhex(opened["salt"]), [held[name] for name in form.attributes]
    if own:
        content = canonical.row_bytes(form, values, salt)
    else:
        content = canonical.row_bytes(form, values, salt, lambda _value, _salt: next(given))
    return canonical.commitment(salt, content) == digest


def _plain(value: Any, field: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value // dt.timedelta(microseconds=1)
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


def _value(value: Any, field: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    if isinstance(field, models.DurationField):
        return dt.timedelta(microseconds=value)
    for kind, reading in _READING:
        if isinstance(field, kind):
            return reading(value)
    return value


# A DateTimeField is a DateField too: the order matters.
_READING: tuple[tuple[Any, Any], ...] = (
    (models.DateTimeField, dt.datetime.fromisoformat),
    (models.DateField, dt.date.fromisoformat),
    (models.TimeField, dt.time.fromisoformat),
    (models.DecimalField, Decimal),
    (models.UUIDField, uuid.UUID),
)
