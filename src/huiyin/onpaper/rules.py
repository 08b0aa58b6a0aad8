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


EARLIEST, LATEST = 1, 22  # hours by which a set may be wished for
AHEAD = dt.timedelta(minutes=30)  # so long before its hour the making of it begins
MOST_TRIES = 3
HELD = dt.timedelta(minutes=5)  # a worker that says nothing for so long has died
AGAIN = dt.timedelta(minutes=3)  # until it is tried once more
KEPT_DAYS = 3  # a set lies here on its day and on two more


def is_due(local: dt.datetime, hour: int, *, every_day: bool, working_day: bool) -> bool:
    """Whether the set of the day is to be there soon, or should be already. `local`: the office's own time.

    A worker that was away at the hour makes it later on the same day, never on the next one.
    """
    if not (every_day or working_day):
        return False
    return local >= local.replace(hour=hour, minute=0, second=0, microsecond=0) - AHEAD


def oldest_kept(today: dt.date) -> dt.date:
    """The first day of which sets still lie here."""
    return today - dt.timedelta(days=KEPT_DAYS - 1)
