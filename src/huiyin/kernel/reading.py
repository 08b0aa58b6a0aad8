"""Rows of one table without the ORM's work of composing each statement: the other half of `inserting`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    statement: str
    asked: tuple[Field[Any, Any], ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Convert], ...]


def rows(model: type[M], **equal: Any) -> list[M]:
    """The rows whose fields equal these values (None: hold nothing), in the order of their keys."""
    connection = connections[DEFAULT_DB_ALIAS]
    form = _form(model, tuple(equal), tuple(name for name, value in equal.items() if value is None))
    values = (value for value in equal.values() if value is not None)
    asked = [field.get_db_prep_save(value, connection) for field, value in zip(form.asked, values, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(form.statement, asked)
        found = cursor.fetchall()
    return [model.from_db(DEFAULT_DB_ALIAS, form.names, _converted(form, row)) for row in found]


def first(model: type[M], **equal: Any) -> M | None:
    """The first of `rows`."""
    return next(iter(rows(model, **equal)), None)


def _converted(form: _Form, row: tuple[Any, ...]) -> list[Any]:
    cells = list(row)
    for place, convert in form.converters:
        cells[place] = convert(cells[place])
    return cells


@cache
def _form(model: type[Model], names: tuple[str, ...], empty: tuple[str, ...]) -> _Form:
    fields: tuple[Any, ...] = model._meta.concrete_fields
    asked: list[Any] = [model._meta.get_field(name) for name in names]
    where = " AND ".join(f'"{f.column}" ' + ("IS NULL" if f.name in empty else "= %s") for f in asked)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    return _Form(
        f'SELECT {columns} FROM "{table}" WHERE {where} ORDER BY "{key}"',  # noqa: S608  # names of our own models
        tuple(field for field in asked if field.name not in empty),
        tuple(field.attname for field in fields),
        tuple((place, convert) for place, field in enumerate(fields) for convert in _converters(field)),
    )


def _converters(field: Any) -> list[Convert]:
    connection = connections[DEFAULT_DB_ALIAS]
    column = field.cached_col
    found = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
    return [lambda value, convert=convert: convert(value, column, connections[DEFAULT_DB_ALIAS]) for convert in found]
