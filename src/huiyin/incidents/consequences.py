"""What happens by itself when a moment of an incident has come. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock

from .actions import calling, contacting, drilling, ending, ordering, parts, reviewing, starting, stepping


def register() -> None:
    registry.on_miss(parts.CALL, calling.unanswered)
    registry.on_miss(parts.STEP, stepping.late)
    registry.on_miss(parts.ORDER, ordering.late)
    registry.on_miss(parts.INCIDENT, of_incident)
    registry.on_miss(parts.DRILL_RULE, drilling.not_practised)
    registry.on_miss(parts.CONTACT, contacting.over)


_OF_INCIDENT = {
    ending.DESTROY: ending.destroy,
    ending.REVIEW: reviewing.late,
    starting.EXPECTED: ending.expected_passed,
}


def of_incident(clock: Clock, at: dt.datetime) -> None:
    """By the name of the clock."""
    _OF_INCIDENT[clock.name](clock, at)
