"""The office's own numbers of this room, and how incidents are numbered."""

from __future__ import annotations

EXERCISE_MARK = "演-"  # before the number of an exercise, in each language

# No law says after how many minutes the next one is called, or on which day what was learned of people is destroyed ("after
# the response", 突发事件应对法 85): so these are the office's own.
CALL_KEY, CALL_MINUTES = "incidents:call", 3
CONTACT_KEY, CONTACT_MINUTES = "incidents:contact", 30
DATA_KEY, DATA_DAYS = "incidents:data", 30
REVIEW_KEY, REVIEW_DAYS = "incidents:review", 10


def number_of(year: int, sequence: int, *, exercise: bool) -> str:
    """`2026-07`, and for an exercise `演-2026-11`."""
    return f"{EXERCISE_MARK if exercise else ''}{year}-{sequence:02d}"
