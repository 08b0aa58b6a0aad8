"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import holding, needing, parts


def register() -> None:
    registry.on_miss(parts.LESSON, holding.missed)
    registry.on_remind(parts.LESSON, holding.remind)
    registry.on_miss(needing.NEED, needing.missed)
    registry.on_remind(needing.NEED, needing.remind)
