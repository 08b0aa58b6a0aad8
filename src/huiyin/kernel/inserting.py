"""New rows without the ORM's work of composing each statement: for the paths where many people wait at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

from . import store

ROWS_A_STATEMENT = 20  # times fields: well below the parameters that an engine takes


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement of a table. `key`: the column that the database fills in, empty where the row brings its own."""

    start: str
    places: str
    fields: tuple[Field[Any, Any], ...]
    key: str


def insert(rows: Sequence[Model]) -> None:
    """Put new rows of one model into its table, as `bulk_create` does: no signals, keys are set. Only inside a write."""
    store.require_write()
    connection = connections[DEFAULT_DB_ALIAS]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        form = _form(type(part[0]))
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection) for row in part for field in form.fields
        ]
        with connection.cursor() as cursor:
            returning = f' RETURNING "{form.key}"' if form.key else ""
            cursor.execute(form.start + ", ".join([form.places] * len(part)) + returning, values)
            keys = cursor.fetchall() if form.key else []
        for row, (key,) in zip(part, keys, strict=False):
            row.pk = key
        for row in part:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _form(model: type[Model]) -> _Form:
    key = model._meta.auto_field
    fields = tuple(field for field in model._meta.concrete_fields if field is not key)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return _Form(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ',  # noqa: S608  # names of our own models
        "(" + ", ".join(["%s"] * len(fields)) + ")",
        fields,
        str(key.column) if key is not None else "",
    )
