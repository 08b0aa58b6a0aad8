"""When the rows of a sheet were written: paper says a time of day, and the day once. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

HALF_A_DAY = dt.timedelta(hours=12)
DAY = dt.timedelta(days=1)


def moments(day: dt.date, times: Sequence[dt.time], zone: dt.tzinfo) -> tuple[dt.datetime, ...]:
    """In the order of the rows: whoever writes on past midnight writes 0:10 below 23:50, and means the day after."""
    found: list[dt.datetime] = []
    latest: dt.datetime | None = None
    for one in times:
        moment = dt.datetime.combine(day if latest is None else latest.date(), one, zone)
        if latest is not None and moment < latest - HALF_A_DAY:
            moment += DAY
        elif latest is not None and moment > latest + HALF_A_DAY and moment.date() > day:
            moment -= DAY  # a row that was filled in before midnight, below one from after it
        latest = moment if latest is None else max(latest, moment)
        found.append(moment)
    return tuple(found)
