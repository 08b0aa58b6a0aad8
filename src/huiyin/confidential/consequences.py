"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import clockwork, late


def register() -> None:
    registry.on_miss(clockwork.SUBJECT, late.missed)
    registry.on_remind(clockwork.SUBJECT, late.remind)
