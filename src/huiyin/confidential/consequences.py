"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from . import rules
from .actions import late


def register() -> None:
    registry.on_miss(rules.SUBJECT, late.missed)
    registry.on_remind(rules.SUBJECT, late.remind)
