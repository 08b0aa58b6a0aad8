"""New rows without the ORM's work of composing each statement: for the paths where many people wait at the same moment."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Field, Model
from django.db.models.base import ModelState

from . import columns, statements, store
from .kept_json import KEPT, kept

M = TypeVar("M", bound=Model)
ROWS_A_STATEMENT = 20  # times fields: well below the parameters that an engine takes
MANY = 4  # rows for which arrays are quicker (`columns`)

# Values of exactly this type go into a column of this kind as they are, on every engine.
_AS_THEY_ARE: tuple[tuple[type[Field[Any, Any]], type], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)


_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}


class _Nothing:
    """The type of no value."""


@dataclass(frozen=True, slots=True)
class Cells:
    """How the values of fields go in. `read` gives those of a row in their order; each goes as it is where it is of the type
    `plain`, else as `prepare` makes it.
    """

    read: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    ways: tuple[tuple[type, Callable[[Any], Any]], ...]

    @classmethod
    def of(cls, fields: Sequence[Any], vendor: str) -> Cells:
        return cls(_reader(fields), tuple(_way(field, vendor) for field in fields))


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement of a table. `key`: the one that the database fills in; empty where a row brings its own."""

    start: str
    places: str
    cells: Cells
    key: str

    def of(self, rows: int) -> str:
        return self.start + ", ".join([self.places] * rows)


@dataclass(frozen=True, slots=True)
class _Many:
    """The same for many rows at once on PostgreSQL."""

    form: columns.Form
    cells: Cells
    key: str


def insert(rows: Sequence[Model], *, unless_known: bool = False) -> None:
    """Put new rows of one model into its table, as `bulk_create` does: no signals, keys are set. Only inside a write.

    `unless_known`: a row that a constraint holds for there already is passed over, and no keys are set.
    """
    store.require_write()
    if len(rows) >= MANY and store.database().vendor == "postgresql":
        many = _many(type(rows[0]), unless_known)
        if many is not None:
            _insert_many(many, rows)
            return
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        form = _form(type(part[0]), store.database().vendor)
        statement = form.of(len(part))
        values = [value for row in part for value in values_of(form.cells, row.__dict__)]
        if unless_known:
            statements.run(f"{statement} ON CONFLICT DO NOTHING", values)
        elif not form.key:
            statements.run(statement, values)
        else:
            for row, key in zip(part, statements.keys_of_new(statement, values, form.key, len(part)), strict=True):
                row.__dict__[form.key] = key
        _mark_as_kept(part)


def _insert_many(many: _Many, rows: Sequence[Model]) -> None:
    keys = many.form.put([values_of(many.cells, row.__dict__) for row in rows])
    if many.key:
        for row, (key,) in zip(rows, keys, strict=True):  # an INSERT answers in the order of its rows
            row.__dict__[many.key] = key
    _mark_as_kept(rows)


def _mark_as_kept(rows: Sequence[Model]) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def new(model: type[M], **values: Any) -> M:
    """`model(**values)` without its signals, for a model that does nothing of its own with them."""
    blank = _blank(model)
    row = model.__new__(model)
    held = row.__dict__
    held.update(blank.fixed)
    for name, draw in blank.drawn:
        if name not in values:
            held[name] = draw()
    row._state = ModelState()
    for name, value in values.items():
        if name in blank.keys:
            held[blank.keys[name]] = None if value is None else value.pk
            row._state.fields_cache[name] = value
        elif name in blank.names:
            held[name] = value
        else:
            raise TypeError(f"{model.__name__} has no {name}")
    return row


def like(pattern: M, **different: Any) -> M:
    """A new row with the values of `pattern`, apart from these: for many rows that are nearly the same.

    Lists and objects in it are the pattern's own: whoever changes one puts another in its place.
    """
    row = type(pattern).__new__(type(pattern))
    row.__dict__.update(pattern.__dict__)
    row.__dict__.update(different)
    row._state = ModelState()
    return row


def pattern_of(row: M) -> M:
    """The row as one to take others from with `like`: its lists and objects can't be changed, and are written once for all of them."""
    return like(row, **{name: kept(value) for name, value in row.__dict__.items() if type(value) in (dict, list)})


@dataclass(frozen=True, slots=True)
class _Blank:
    """A row that says nothing yet: values that never change, those that are made for each row, the names of all, and of those that
    take another row the name that holds its key.
    """

    fixed: dict[str, Any]
    drawn: tuple[tuple[str, Callable[[], Any]], ...]
    names: frozenset[str]
    keys: dict[str, str]


@cache
def _blank(model: type[Model]) -> _Blank:
    fields = model._meta.concrete_fields
    drawn = {field.attname: field.get_default for field in fields if field.has_default() and callable(field.default)}
    return _Blank(
        fixed={field.attname: field.get_default() for field in fields if field.attname not in drawn},
        drawn=tuple(drawn.items()),
        names=frozenset(field.attname for field in fields),
        keys={field.name: field.attname for field in fields if field.is_relation},
    )


def values_of(cells: Cells, held: Mapping[str, Any]) -> list[Any]:
    """What the driver takes for these fields of a row."""
    return [
        value if value is None or type(value) is plain else prepare(value)
        for value, (plain, prepare) in zip(cells.read(held), cells.ways, strict=True)
    ]


def _reader(fields: Sequence[Any]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    name, *others = (field.attname for field in fields)
    return itemgetter(name, *others) if others else lambda held: (held[name],)


@cache
def _form(model: type[Model], vendor: str) -> _Form:
    key = model._meta.auto_field
    fields = tuple(field for field in model._meta.concrete_fields if field is not key)
    return _Form(
        f"{_start(model, fields)} VALUES ",
        "(" + ", ".join(["%s"] * len(fields)) + ")",
        Cells.of(fields, vendor),
        key.attname if key is not None else "",
    )


def _start(model: type[Model], fields: Sequence[Any]) -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names})'


@cache
def _many(model: type[Model], unless_known: bool) -> _Many | None:
    """None where a field is of a kind of which nobody said how it stands in an array."""
    key = model._meta.auto_field
    fields = [field for field in model._meta.concrete_fields if field is not key]
    kinds = [next((kind for fits, kind in _KINDS if isinstance(_meant(field), fits)), None) for field in fields]
    if None in kinds or any(getattr(field, "encoder", None) for field in fields):
        return None
    ways = tuple(_way_into_array(field) for field in fields)
    answered = "" if unless_known or key is None else key.attname
    ending = "ON CONFLICT DO NOTHING" if unless_known else (f'RETURNING "{answered}"' if answered else "")
    form = columns.Form(_start(model, fields), tuple(filter(None, kinds)), ending)
    return _Many(form, Cells(_reader(fields), ways), answered)


_KINDS: tuple[tuple[type[Field[Any, Any]], columns.Kind], ...] = (
    (models.BooleanField, columns.TRUTH),
    (models.IntegerField, columns.WHOLE),
    (models.CharField, columns.TEXT),
    (models.TextField, columns.TEXT),
    (models.DateTimeField, columns.MOMENT),  # before the days, of which Django makes it one
    (models.DateField, columns.DAY),
    (models.JSONField, columns.JSON),
    (models.BinaryField, columns.BYTES),
)


def _way_into_array(field: Any) -> tuple[type, Callable[[Any], Any]]:
    kind = _meant(field)
    if isinstance(kind, models.JSONField):
        return _Nothing, _json
    if isinstance(kind, models.BinaryField):
        return bytes, bytes
    if isinstance(kind, models.DateTimeField):
        return dt.datetime, partial(_by_field, field)
    if isinstance(kind, models.DateField):
        return dt.date, partial(_by_field, field)
    plain, prepare = _way(field, "")
    return plain, partial(_text, prepare) if plain is str else prepare


def _meant(field: Any) -> Any:
    """The field itself, or the one of another table to which it points."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _way(field: Any, vendor: str) -> tuple[type, Callable[[Any], Any]]:
    kind = _meant(field)
    plain = next((plain for kinds, plain in _AS_THEY_ARE if isinstance(kind, kinds)), _Nothing)
    prepare: Callable[[Any], Any] = partial(_by_field, field)
    if vendor == "sqlite":
        if isinstance(kind, models.BinaryField):
            plain = bytes
        elif plain is str:
            prepare = partial(_text, prepare)
        elif isinstance(kind, models.DateTimeField):
            prepare = _moment
        elif isinstance(kind, models.DateField):
            prepare = _day
        elif isinstance(kind, models.JSONField) and kind.encoder is None:
            prepare = _json
    return plain, prepare


def _by_field(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, store.database())


def _text(otherwise: Callable[[Any], Any], value: Any) -> Any:
    """One of a field's choices is a text of its own type."""
    return str.__str__(value) if isinstance(value, str) else otherwise(value)


@lru_cache(maxsize=256)
def _day(value: dt.date) -> Any:
    return store.database().ops.adapt_datefield_value(value)


@lru_cache(maxsize=256)
def _moment(value: dt.datetime) -> Any:
    """The rows of one act bear the same few moments."""
    return store.database().ops.adapt_datetimefield_value(value)


def _json(value: Any) -> str:
    """Most lists and objects of a new row are empty, or those of its pattern."""
    kind = type(value)
    if kind in KEPT:
        text: str = value.text
        return text
    return json.dumps(value) if value else _EMPTY.get(kind) or json.dumps(value)
