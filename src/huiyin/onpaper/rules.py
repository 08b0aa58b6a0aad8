"""What stands in which row, and which times can have been written there. Pure."""

from __future__ import annotations

import datetime as dt

CONCERN, NOTE = "concern", "note"  # kinds of rows
CONCERN_ROWS, NOTE_ROWS = 8, 8  # one page
DAYS = 31  # that long a sheet is typed in
SLACK = dt.timedelta(minutes=2)  # a clock on the wall that is ahead


def kind_of(row: int, concerns: int, notes: int) -> str:
    """What a row is for; empty: there is no such row."""
    if not 0 < row <= concerns + notes:
        return ""
    return CONCERN if row <= concerns else NOTE


def can_have_been(at: dt.datetime, begins: dt.datetime, now: dt.datetime) -> bool:
    """Written on the day of the sheet or in the month after, and not in the future."""
    return begins <= at <= now + SLACK and at < begins + dt.timedelta(days=DAYS)
