"""A case that was made in this very write, or read whole under its lock: the database could add nothing to what we hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Model, QuerySet

from huiyin.cases.models import Case


def knows(case: Case, **related: Iterable[Model]) -> Case:
    """`case.<name>.all()` answers these rows from now on, unasked. For rows that nobody else can have added:
    the case is new, or under its lock.

    A submission reads its own concern, exclusions, messages and replies many times over; each would be a question.
    """
    held = case.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in related.items():
        held[name] = _Known.of(case, name, rows)
    return case


class _Known(QuerySet[Any]):
    """All that there are. Whoever wants other ones of them (`filter`, `order_by`) asks the database."""

    _about: tuple[Case, str]

    @classmethod
    def of(cls, case: Case, name: str, rows: Iterable[Model]) -> _Known:
        related = Case._meta.get_field(name).related_model
        found = cls(cast("type[Model]", related))
        found._result_cache, found._about = list(rows), (case, name)
        return found

    def _chain(self) -> QuerySet[Any]:
        case, name = self._about
        held = case.__dict__["_prefetched_objects_cache"]
        del held[name]
        try:
            asked: QuerySet[Any] = getattr(case, name).all()
        finally:
            held[name] = self
        return asked
