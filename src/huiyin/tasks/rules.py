"""What can be done to a task at which point, and for how long it runs. Pure."""

from __future__ import annotations

import datetime as dt

OPEN_TO: dict[str, frozenset[str]] = {
    "acknowledge": frozenset({"given"}),
    "hand_to": frozenset({"given", "acknowledged"}),
    "report": frozenset({"given", "acknowledged"}),
    "accept": frozenset({"reported"}),
    "send_back": frozenset({"reported"}),
    "withdraw": frozenset({"given", "acknowledged", "reported"}),
}
JUDGING_DAYS = 7  # the office's own number: within so many days the giver accepts a report or sends it back
JUDGING_KEY = "tasks:judge"
REMINDERS = (3, 1)  # days before


def possible(verb: str, status: str) -> bool:
    """Whether the verb belongs to where the task stands."""
    return status in OPEN_TO[verb]


def length_until(today: dt.date, due_on: dt.date) -> tuple[int, str]:
    """(number, unit) of a clock that ends on that day; negative for a day that has passed."""
    days = (due_on - today).days
    return (days, "days") if days else (0, "immediate")
