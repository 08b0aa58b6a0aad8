"""What this room puts on the person's own page."""

from __future__ import annotations

from huiyin.cases import sections
from huiyin.cases.models import Concern

from . import queries


def register() -> None:
    """Called when the room is ready."""
    sections.for_public(_on_status)


def _on_status(concern: Concern) -> sections.Section | None:
    found = queries.standing(concern)
    if found is None:
        return None
    return sections.Section("proof", "receipts/card.html", {"proof": found}, place="aside", order=90)
