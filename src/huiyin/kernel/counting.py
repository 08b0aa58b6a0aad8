"""What waits, counted for the rail of every page: composed once for each asker, asked in one question, no further than is shown.

To compose such a statement takes the ORM twenty times as long as to run it, and it is the same on each page of one asker.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from . import statements, store, time

MOST = 99  # as far as the rail counts
KEPT = 10_000  # ten places of a thousand askers; statements of one form are kept once
NOW = dt.datetime(9998, 1, 1, tzinfo=dt.UTC)  # in a set: the moment at which it is counted


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows the sets that `compose(*about)` answers have together. A row of two of them counts twice; with `once`
    the sets are of one column, and what stands in two of them counts once.

    `compose` depends on `about` alone and asks the database nothing: what it composed holds for the next page.
    """

    compose: Callable[..., Iterable[QuerySet[Any, Any]]]
    about: tuple[Hashable, ...]
    once: bool = False


def ask(counts: Sequence[Count]) -> tuple[int, ...]:
    """Their numbers, in one question."""
    if not counts:
        return ()
    composed = [_composed(count) for count in counts]
    now = _prepared(time.now())
    values = [now if place is None else place[0] for _statement, places in composed for place in places]
    [numbers] = statements.run(f"SELECT {', '.join(statement for statement, _places in composed)}", values)
    return numbers


@lru_cache(maxsize=KEPT)
def _composed(count: Count) -> tuple[str, tuple[tuple[Any] | None, ...]]:
    """The statement, and its values; None stands for the present moment."""
    sets: list[str] = []
    values: list[Any] = []
    for rows in count.compose(*count.about):
        rows = rows.order_by() if count.once else rows.order_by().values_list("pk")
        try:
            statement, its_values = rows[:MOST].query.sql_with_params()
        except EmptyResultSet:
            continue
        sets.append(f"SELECT * FROM ({statement}) AS s{len(sets)}")  # noqa: S608  # the ORM's own
        values.extend(its_values)
    if not sets:
        return "0", ()
    together = (" UNION " if count.once else " UNION ALL ").join(sets)
    now = _prepared(NOW)
    places = tuple(None if value == now else (value,) for value in values)
    return sys.intern(f"(SELECT COUNT(*) FROM ({together} LIMIT {MOST}) AS counted)"), places  # noqa: S608  # the ORM's own


def _prepared(moment: dt.datetime) -> Any:
    return store.database().ops.adapt_datetimefield_value(moment)
