"""When a backup of the night is due, and which older ones stay. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

AT = dt.time(2, 30)  # of the office's own clock: few people are at work
AGAIN = dt.timedelta(hours=1)  # after one that failed
DAYS, WEEKS, MONTHS = 7, 35, 366  # in days: how long every one, one a week, one a month stays
STAMP = "%Y%m%d-%H%M%S"
NAME = re.compile(r"huiyin-(\d{8}-\d{6})\.age")


def due(now: dt.datetime, zone: str, last: dt.datetime | None, *, failed: bool) -> bool:
    """Whether one is to be made now. `last`: when the last one was begun. What a machine that was off slept over is made up for."""
    if last is None or last > now:  # never, or a clock that was put back
        return True
    if failed:
        return now - last >= AGAIN
    return last < _last_night(now, zone)


def name_of(moment: dt.datetime) -> str:
    """Of the file; by UTC, so that no two nights have the same."""
    return f"huiyin-{moment.astimezone(dt.UTC):{STAMP}}.age"


def superfluous(names: Iterable[str], now: dt.datetime) -> list[str]:
    """Those for which newer or better placed ones stand: all of a week stay, the newest of each week for five weeks, of each month for a year.

    What has not a name of ours is never among them.
    """
    ours = sorted(((moment, name) for name in names if (moment := _moment(name))), reverse=True)
    stay = {name for moment, name in ours if now - moment < dt.timedelta(days=DAYS)} | {
        name for _moment, name in ours[:1]
    }
    stay |= _newest_of_each(ours, now, WEEKS, lambda moment: tuple(moment.isocalendar()[:2]))
    stay |= _newest_of_each(ours, now, MONTHS, lambda moment: (moment.year, moment.month))
    return [name for _moment, name in reversed(ours) if name not in stay]


def _newest_of_each(
    ours: Sequence[tuple[dt.datetime, str]], now: dt.datetime, days: int, span: Callable[[dt.datetime], tuple[int, ...]]
) -> set[str]:
    """`ours`: the newest first."""
    newest: dict[tuple[int, ...], str] = {}
    for moment, name in ours:
        if now - moment < dt.timedelta(days=days):
            newest.setdefault(span(moment), name)
    return set(newest.values())


def _moment(name: str) -> dt.datetime | None:
    found = NAME.fullmatch(name)
    try:
        return dt.datetime.strptime(found[1], STAMP).replace(tzinfo=dt.UTC) if found else None
    except ValueError:  # a day that there is not
        return None


def _last_night(now: dt.datetime, zone: str) -> dt.datetime:
    here = now.astimezone(ZoneInfo(zone))
    night = dt.datetime.combine(here.date(), AT, ZoneInfo(zone))
    return night if night <= here else dt.datetime.combine(here.date() - dt.timedelta(days=1), AT, ZoneInfo(zone))
