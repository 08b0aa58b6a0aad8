"""What happens by itself when nobody has answered in time. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import calling
from .models import CALLOUT


def register() -> None:
    registry.on_miss(CALLOUT, calling.struck)
