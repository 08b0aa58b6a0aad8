"""Working days, holidays, adjusted working days, counting. The rules are in `rules`, the tables in `tables`."""

from __future__ import annotations

import datetime as dt

from .rules import DayAnswer, Due, SkippedDay, Unit, end_of_day
from .rules import due as _due

__all__ = ["DayAnswer", "Due", "SkippedDay", "Unit", "announced_through", "due", "end_of_day", "working_day"]


def working_day(date: dt.date, region: str) -> DayAnswer:
    """Whether `date` is a working day in `region` (ISO 3166, `CN` by default of every installation), and why."""
    from . import tables

    return tables.current(region).day(date)


def due(start: dt.date, length: int, unit: Unit, region: str, roll: bool = True) -> Due:
    """The last day of a time limit: see `rules.due`. Raises BadInput for what can't be counted."""
    from . import tables

    return _due(tables.current(region), start, length, unit, roll=roll)


def announced_through() -> int:
    """The last year whose notice is in force for mainland China; what lies after it is provisional."""
    from . import tables

    return tables.china().announced_through
