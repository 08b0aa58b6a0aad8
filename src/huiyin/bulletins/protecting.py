"""What the database itself keeps as it was: a report that was sent, that somebody was told, and what was found of a doubt."""

from __future__ import annotations

from huiyin.kernel.ledger import triggers

from .models import FROZEN, Doubt, Report, Told


def register() -> None:
    """Called when the room is ready."""
    for model, since in ((Report, "sent_at"), (Told, "noted_at"), (Doubt, "judged_at")):
        columns = tuple(name for name in model.committed_fields if name != since)
        triggers.freeze(triggers.Frozen(model, since, columns, FROZEN))
