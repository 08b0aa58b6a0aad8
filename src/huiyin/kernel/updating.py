"""A changed row without the ORM's work of composing its statement: the third of `inserting` and `reading`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import Model

from . import statements, store
from .inserting import Cells, values_of


@dataclass(frozen=True, slots=True)
class _Form:
    statement: str
    cells: Cells


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is in its table (without names: all of them), as `save` does: no signals.

    Only inside a write. Raises LookupError where the row is gone, and then nothing was written.
    """
    store.require_write()
    form = _form(type(row), names, store.database().vendor)
    if not statements.run(form.statement, values_of(form.cells, row.__dict__)):
        raise LookupError(f"{type(row).__name__} {row.pk} is not in its table")


@cache
def _form(model: type[Model], names: tuple[str, ...], vendor: str) -> _Form:
    key = model._meta.pk
    changed = [
        field for field in model._meta.concrete_fields if field is not key and (not names or field.name in names)
    ]
    unknown = set(names) - {field.name for field in changed}
    if unknown:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    settings = ", ".join(f'"{field.column}" = %s' for field in changed)
    statement = f'UPDATE "{model._meta.db_table}" SET {settings} WHERE "{key.column}" = %s RETURNING "{key.column}"'  # noqa: S608  # names of our own models
    return _Form(statement, Cells.of((*changed, key), vendor))
