"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import parts, reading


def register() -> None:
    registry.on_miss(parts.ANNOUNCEMENT, reading.missed)
    registry.on_remind(parts.ANNOUNCEMENT, reading.remind)
