"""What happens by itself when a day of this room comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

from huiyin.kernel.clocks import registry

from .actions import charging, escalating, keeping, parts, reporting, rounds


def register() -> None:
    registry.on_miss(parts.HAZARD, escalating.missed)
    registry.on_miss(reporting.REPORT, reporting.not_sorted)
    registry.on_miss(rounds.ROUND, rounds.missed)
    registry.on_miss(charging.NETWORK, charging.still_nobody)
    registry.on_miss(keeping.CHECK, keeping.expired)
    registry.on_remind(keeping.CHECK, keeping.remind)
    registry.on_remind(rounds.ROUND, rounds.remind)
    registry.on_remind(parts.HAZARD, escalating.remind)
