"""What the database itself keeps as it was: what a correction says that stood there before."""

from __future__ import annotations

from huiyin.kernel.ledger import triggers

from .models import Correction

FROZEN = "a correction of a lesson stays as it was written"


def register() -> None:
    """Called when the room is ready."""
    columns = tuple(name for name in Correction.committed_fields if name != "at")
    triggers.freeze(triggers.Frozen(Correction, "at", columns, FROZEN))
