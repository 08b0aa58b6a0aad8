"""What the database itself keeps as it was: the log, the counts, the reports, and whether an incident is an exercise."""

from __future__ import annotations

from huiyin.kernel.ledger import triggers

from .models import Count, Incident, LogEntry, Report
from .models.incident import FROZEN, LOG_FROZEN


def register() -> None:
    """Called when the room is ready."""
    for model, since, refusal in (
        (LogEntry, "received_at", LOG_FROZEN),
        (Count, "received_at", LOG_FROZEN),
        (Report, "given_at", LOG_FROZEN),
    ):
        columns = tuple(name for name in model.committed_fields if name != since)
        triggers.freeze(triggers.Frozen(model, since, columns, refusal))
    triggers.freeze(triggers.Frozen(Incident, "started_at", Incident.frozen_columns, FROZEN))
