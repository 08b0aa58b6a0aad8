"""How much of a long walk a run goes: the whole of it (`make proof`), or a part, on PostgreSQL another and half as long as on SQLite."""

from __future__ import annotations

import os

from django.db import connection

WHOLE = bool(os.environ.get("HUIYIN_WHOLE"))


def drawn(number: int, one_in: int) -> bool:
    """Whether this step of a walk is gone in this run."""
    if connection.vendor == "postgresql":
        return WHOLE or number % (2 * one_in) == 1
    return WHOLE or number % one_in == 0
