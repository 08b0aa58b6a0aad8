"""How much of a long walk a run goes: the whole of it (`make proof`), or a part, another one on PostgreSQL than on SQLite."""

from __future__ import annotations

import os

from django.db import connection

WHOLE = bool(os.environ.get("HUIYIN_WHOLE"))


def drawn(number: int, one_in: int) -> bool:
    """Whether this step of a walk is gone in this run."""
    return WHOLE or number % one_in == (1 if connection.vendor == "postgresql" else 0)
