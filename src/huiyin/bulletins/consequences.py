"""What happens by itself when a moment of this room has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import escalating, parts, receiving


def register() -> None:
    registry.on_miss(parts.BULLETIN, escalating.missed)
    registry.on_miss(receiving.LEVEL, escalating.missed_level)
