"""The append-only record of who did what, when, with salted commitments to the rows that were changed.

Use it as `from huiyin.kernel import ledger`: `ledger.Committed`, `ledger.record`, `ledger.verify`, `ledger.sequence_now`.
Names are looked up at first use, because this package is imported before Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.kernel.ledger.jobs import run_once, sequence_now
    from huiyin.kernel.ledger.models import Checkpoint, Committed, Entry
    from huiyin.kernel.ledger.recording import record, row_reference
    from huiyin.kernel.ledger.verification import Report, verify

__all__ = [
    "Checkpoint",
    "Committed",
    "Entry",
    "Report",
    "record",
    "row_reference",
    "run_once",
    "sequence_now",
    "verify",
]

_HOME = {
    "Checkpoint": "models",
    "Committed": "models",
    "Entry": "models",
    "Report": "verification",
    "record": "recording",
    "row_reference": "recording",
    "run_once": "jobs",
    "sequence_now": "jobs",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
