"""Counting what waits, for the rail of every page: several small sets in one question, and no further than is shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def counted(*found: QuerySet[Any], most: int = 99) -> int:
    """How many rows these sets have together, counted no further than `most`. A row of two of them counts twice."""
    first, *others = (rows.order_by().values_list("pk") for rows in found)
    return first.union(*others, all=True)[:most].count()
