"""What happens by itself when a moment of this room has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import escalating, parts, swapping


def register() -> None:
    registry.on_miss(parts.SHIFT, escalating.missed)
    registry.on_miss(parts.SWAP, swapping.lapsed)
    registry.on_miss(parts.ROSTER, escalating.no_next_roster)
