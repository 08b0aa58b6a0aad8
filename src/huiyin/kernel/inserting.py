"""New rows without the ORM's work of composing each statement: for the paths where many people wait at the same moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Field, Model
from django.db.models.base import ModelState

from . import statements, store

M = TypeVar("M", bound=Model)
ROWS_A_STATEMENT = 20  # times fields: well below the parameters that an engine takes

# Values of exactly this type go into a column of this kind as they are, on every engine.
_AS_THEY_ARE: tuple[tuple[type[Field[Any, Any]], type], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)


class _Nothing:
    """The type of no value."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """How the value of a field goes in: as it is where it is of the type `plain`, else as `prepare` makes it."""

    name: str
    plain: type
    prepare: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement of a table. `key`: the column that the database fills in, empty where the row brings its own."""

    start: str
    places: str
    cells: tuple[_Cell, ...]
    key: str


def insert(rows: Sequence[Model]) -> None:
    """Put new rows of one model into its table, as `bulk_create` does: no signals, keys are set. Only inside a write."""
    store.require_write()
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        form = _form(type(part[0]), statements.connection().vendor)
        returning = f' RETURNING "{form.key}"' if form.key else ""
        statement = form.start + ", ".join([form.places] * len(part)) + returning
        keys = statements.run(statement, [value for row in part for value in _values(form, row.__dict__)])
        for row, (key,) in zip(part, keys if form.key else (), strict=False):
            row.pk = key
        for row in part:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def like(pattern: M, **different: Any) -> M:
    """A new row with the values of `pattern`, apart from these: for many rows that are nearly the same.

    Lists and objects in it are the pattern's own: whoever changes one puts another in its place.
    """
    row = type(pattern).__new__(type(pattern))
    row.__dict__.update(pattern.__dict__)
    row.__dict__.update(different)
    row._state = ModelState()
    return row


def _values(form: _Form, held: dict[str, Any]) -> list[Any]:
    values = []
    for cell in form.cells:
        value = held[cell.name]
        values.append(value if value is None or type(value) is cell.plain else cell.prepare(value))
    return values


@cache
def _form(model: type[Model], vendor: str) -> _Form:
    key = model._meta.auto_field
    fields = tuple(field for field in model._meta.concrete_fields if field is not key)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return _Form(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ',  # noqa: S608  # names of our own models
        "(" + ", ".join(["%s"] * len(fields)) + ")",
        tuple(_cell(field, vendor) for field in fields),
        str(key.column) if key is not None else "",
    )


def _cell(field: Any, vendor: str) -> _Cell:
    kind = field
    while isinstance(kind, models.ForeignKey):
        kind = kind.target_field
    if isinstance(kind, models.BinaryField):
        plain: type = bytes if vendor == "sqlite" else _Nothing
    else:
        plain = next((plain for kinds, plain in _AS_THEY_ARE if isinstance(kind, kinds)), _Nothing)
    if isinstance(kind, models.DateTimeField):
        return _Cell(field.attname, _Nothing, partial(_moment, field))
    return _Cell(field.attname, plain, partial(_by_field, field))


def _by_field(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, statements.connection())


def _moment(field: Field[Any, Any], value: Any) -> Any:
    if type(value) is dt.datetime and value.tzinfo is not None:
        return statements.connection().ops.adapt_datetimefield_value(value)
    return _by_field(field, value)
