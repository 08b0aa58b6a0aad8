"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import late, parts


def register() -> None:
    registry.on_miss(parts.SUPPORT, late.missed)
    registry.on_remind(parts.SUPPORT, late.remind)
