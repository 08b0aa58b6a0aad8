"""Who holds the post that supports has changed. No open work is told to who ends an appointment: it is sealed."""

from __future__ import annotations

from huiyin.organisations.handover import on_change

from .actions import late


def offer() -> None:
    """Called when the room is ready."""
    on_change(late.holder_changed)
