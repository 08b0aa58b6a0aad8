"""Many rows with one statement whose text never changes.

On PostgreSQL the values go as an array for each column (`unnest`), one text each: with a place for every value the driver spends
longer on looking for the places, and the server on reading them, than both on the rows. SQLite takes places as they are.
Arrays are written as the server reads them (PostgreSQL, "Array Input and Output Syntax").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import statements, store

Write = Callable[[Sequence[Any]], str]
PLACES = 2000  # in one statement: well below what an engine takes
_BETWEEN = "\0"  # can't stand in a text of PostgreSQL's


@dataclass(frozen=True, slots=True)
class Kind:
    """A column's type on PostgreSQL, without its length (a cast would cut off what is too long), and how its array is written."""

    type: str
    write: Write


def _texts(values: Sequence[str | None]) -> str:
    """Raises `ValueError` for a text with NUL, as Django does."""
    if not values:
        return "{}"
    if None in values:
        return f"{{{','.join('NULL' if one is None else _texts([one])[1:-1] for one in values)}}}"
    joined = _BETWEEN.join(values)  # type: ignore[arg-type]
    if joined.count(_BETWEEN) != len(values) - 1:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    if "\\" in joined or '"' in joined:
        joined = joined.replace("\\", "\\\\").replace('"', '\\"')
    return '{"' + joined.replace(_BETWEEN, '","') + '"}'


def _plain(write: Callable[[Any], str]) -> Write:
    """For values that are written without a sign that must be quoted."""
    return lambda values: f"{{{','.join('NULL' if one is None else write(one) for one in values)}}}"


def _moments(values: Sequence[Any]) -> str:
    """The rows of one act bear the same few."""
    known = {one: "NULL" if one is None else one.isoformat() for one in set(values)}
    return f"{{{','.join(map(known.__getitem__, values))}}}"


TEXT = Kind("text", _texts)
JSON = Kind("jsonb", _texts)
WHOLE = Kind("bigint", _plain(int.__repr__))
TRUTH = Kind("boolean", _plain(lambda value: "t" if value else "f"))
MOMENT = Kind("timestamptz", _moments)
DAY = Kind("date", _moments)
BYTES = Kind("bytea", _plain(lambda value: f'"\\\\x{bytes(value).hex()}"'))


@dataclass(frozen=True, slots=True)
class Form:
    """`start`: INSERT INTO with its columns. `kinds`: of these. `ending`: what comes behind the rows."""

    start: str
    kinds: tuple[Kind, ...]
    ending: str = ""

    def put(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """What the statements answer. Values are as the kind writes them, on SQLite as the driver takes them."""
        if not rows:
            return []
        if store.database().vendor == "postgresql":
            return statements.run(self._of_arrays(), self.arrays(list(zip(*rows, strict=True))))
        return [answer for part in self._parts(rows) for answer in self._with_places(part)]

    def arrays(self, columns: Sequence[Sequence[Any]]) -> list[str]:
        return [kind.write(values) for kind, values in zip(self.kinds, columns, strict=True)]

    def _of_arrays(self) -> str:
        arrays = ", ".join(f"%s::{kind.type}[]" for kind in self.kinds)
        return f"{self.start} SELECT * FROM unnest({arrays}) {self.ending}"  # noqa: S608  # our own models

    def _parts(self, rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
        size = max(1, PLACES // len(self.kinds))
        return (rows[start : start + size] for start in range(0, len(rows), size))

    def _with_places(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        places = f"({', '.join(['%s'] * len(self.kinds))})"
        statement = f"{self.start} VALUES {', '.join([places] * len(rows))} {self.ending}"
        return statements.run(statement, [value for row in rows for value in row])


def among(keys: Collection[int] | Collection[str], kind: Kind = WHOLE) -> tuple[str, str]:
    """Any of these keys of a kind: what stands behind a column in a condition, and the one value that goes with it."""
    if store.database().vendor == "postgresql":
        return f"= ANY(%s::{kind.type}[])", kind.write(list(keys))
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))
