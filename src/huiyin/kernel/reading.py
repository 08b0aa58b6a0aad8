"""Rows of one table without the ORM's work of composing each statement: the other half of `inserting`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model
from django.db.models.base import ModelState

from . import statements, store

M = TypeVar("M", bound=Model)
Convert = Callable[[Any], Any]
ANSWERS_KEPT = 2000  # some hundred offices with their posts
_answers: dict[tuple[Any, ...], tuple[list[tuple[Any, ...]], tuple[Any, ...]]] = {}


@dataclass(frozen=True, slots=True)
class _Part:
    """Of a row of several tables: what lies in `first:last` is a row of this one; `key` leads to the one after it."""

    model: type[Any]
    first: int
    last: int
    names: tuple[str, ...]
    converters: tuple[tuple[int, Convert], ...]
    key: Any


@dataclass(frozen=True, slots=True)
class _Form:
    statement: str
    asked: tuple[Field[Any, Any], ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Convert], ...]


def rows(model: type[M], **equal: Any) -> list[M]:
    """The rows whose fields equal these values (None: hold nothing; a list: any of it), in the order of their keys."""
    return _read(model, "", equal)


def chained(model: type[M], *through: str, **equal: Any) -> list[M]:
    """The same as `rows`, each with the row to which its foreign key `through` leads, that one with the next, in one statement.
    The keys are never empty."""
    values = {name: _listed(value) for name, value in equal.items()}
    parts, form = _chain(model, through, tuple((name, len(listed)) for name, listed in values.items()))
    return [_linked(parts, row) for row in statements.run(form.statement, _asked(form, values.values()))]


def locked(model: type[M], **equal: Any) -> list[M]:
    """The same, under their locks for the rest of the write."""
    store.require_write()
    has_locks: bool = store.database().features.has_select_for_update
    return _read(model, " FOR UPDATE" if has_locks else "", equal)


def _read(model: type[M], lock: str, equal: dict[str, Any]) -> list[M]:
    values = {name: _listed(value) for name, value in equal.items()}
    form = _form(model, tuple((name, len(listed)) for name, listed in values.items()))
    found = statements.run(form.statement + lock, _asked(form, values.values()))
    return [model.from_db(DEFAULT_DB_ALIAS, form.names, _converted(form, row)) for row in found]


def unchanged(model: type[M], **equal: Any) -> tuple[M, ...]:
    """The same as `rows`, for what seldom changes: asked each time, and while the database answers the same, the very same
    tuple. What is reckoned from it can be kept beside it. All threads share the rows: nobody changes them (`own`).
    """
    values = {name: _listed(value) for name, value in equal.items()}
    form = _form(model, tuple((name, len(listed)) for name, listed in values.items()))
    asked = _asked(form, values.values())
    found = statements.run(form.statement, asked)
    key = (form.statement, *asked)
    known = _answers.get(key)
    if known is None or known[0] != found:
        made = tuple(model.from_db(DEFAULT_DB_ALIAS, form.names, _converted(form, row)) for row in found)
        if len(_answers) >= ANSWERS_KEPT:
            _answers.clear()
        known = _answers[key] = (found, made)
    answer: tuple[M, ...] = known[1]
    return answer


def own(shared: M) -> M:
    """A copy of a shared row, for one action to work with."""
    row = type(shared).__new__(type(shared))
    row.__dict__.update(shared.__dict__)
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def _asked(form: _Form, values: Iterable[list[Any]]) -> list[Any]:
    return [
        value if type(value) in (int, str) else field.get_db_prep_save(value, store.database())
        for field, listed in zip(form.asked, values, strict=True)
        for value in listed
    ]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first(model: type[M], **equal: Any) -> M | None:
    """The first of `rows`."""
    return next(iter(rows(model, **equal)), None)


def _converted(form: _Form, row: tuple[Any, ...]) -> list[Any]:
    cells = list(row)
    for place, convert in form.converters:
        cells[place] = convert(cells[place])
    return cells


@lru_cache(maxsize=256)
def _form(model: type[Model], sizes: tuple[tuple[str, int], ...]) -> _Form:
    """`sizes`: how many values are asked for each field; none stands for NULL."""
    fields: tuple[Any, ...] = model._meta.concrete_fields
    asked: list[Any] = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name, _size in sizes]
    where = " AND ".join(
        f'"{field.column}" IN ({", ".join(["%s"] * size)})' if size else f'"{field.column}" IS NULL'
        for field, (_name, size) in zip(asked, sizes, strict=True)
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    return _Form(
        f'SELECT {columns} FROM "{table}" WHERE {where} ORDER BY "{key}"',  # noqa: S608  # names of our own models
        tuple(asked),
        tuple(field.attname for field in fields),
        tuple((place, convert) for place, field in enumerate(fields) for convert in _converters(field)),
    )


@lru_cache(maxsize=64)
def _chain(
    model: type[Model], through: tuple[str, ...], sizes: tuple[tuple[str, int], ...]
) -> tuple[tuple[_Part, ...], _Form]:
    parts: list[_Part] = []
    joins, here = "", model
    columns: list[str] = []
    for place, name in enumerate((*through, "")):
        form = _form(here, (("pk", 1),))
        key: Any = here._meta.get_field(name) if name else None
        parts.append(_Part(here, len(columns), len(columns) + len(form.names), form.names, form.converters, key))
        columns += [f't{place}."{field.column}"' for field in here._meta.concrete_fields]
        if key is not None:
            here = key.related_model
            joins += f' JOIN "{here._meta.db_table}" t{place + 1} ON t{place + 1}."{here._meta.pk.column}" = t{place}."{key.column}"'
    own = _form(model, sizes)
    where = own.statement[own.statement.index(" WHERE ") :].replace(' "', ' t0."')
    statement = f'SELECT {", ".join(columns)} FROM "{model._meta.db_table}" t0{joins}{where}'  # noqa: S608  # names of our own models
    return tuple(parts), _Form(statement, own.asked, (), ())


def _linked(parts: tuple[_Part, ...], row: tuple[Any, ...]) -> Any:
    following: Any = None
    for part in reversed(parts):
        cells = list(row[part.first : part.last])
        for place, convert in part.converters:
            cells[place] = convert(cells[place])
        made = part.model.from_db(DEFAULT_DB_ALIAS, part.names, cells)
        if part.key is not None:
            part.key.set_cached_value(made, following)
        following = made
    return following


def _converters(field: Any) -> list[Convert]:
    connection = store.database()
    column = field.cached_col
    found = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
    return [_on_the_way(convert, column) for convert in found]


def _on_the_way(convert: Callable[[Any, Any, Any], Any], column: Any) -> Convert:
    return lambda value: convert(value, column, store.database())
