"""What a clock is reckoned from, and what comes out: plain values, and their JSON forms as rows keep them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from huiyin.kernel.calendars.rules import SkippedDay

Unit = Literal["days", "working-days", "school-days", "months", "hours", "minutes", "immediate"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOMENTS: dict[Unit, dt.timedelta] = {"hours": dt.timedelta(hours=1), "minutes": dt.timedelta(minutes=1)}
"""Units that run from the moment of the event, not from its day."""
Words = dict[str, str]  # language tag -> text


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from `since` until `until` (None: still does)."""

    since: dt.datetime
    until: dt.datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, with why, who approved it (a post reference), and when the person was told (None: not yet)."""

    length: int
    unit: Unit
    reason: str
    approved_by: str
    granted_on: dt.date
    told_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the procedure allows: at most `max_length` in all, at most `times` times, in `unit`."""

    max_length: int
    unit: Unit
    times: int = 1


@dataclass(frozen=True, slots=True)
class Length:
    """A length that the clock may never pass: the lawful one above an office's own number."""

    length: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Term:
    """A school term, both days included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Reminder:
    """So long before the last day: `days` and `working-days` for clocks in days, `hours` for clocks in hours."""

    before: int
    unit: Literal["days", "working-days", "hours"] = "days"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides a date, except the calendar."""

    start: dt.datetime
    length: int
    unit: Unit
    zone: str
    roll: bool
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    terms: tuple[Term, ...] = ()
    ceiling: Length | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A date and how it came about.

    `plain_on`: the last day before pauses, extensions and rolling. `rolled_from`: the last day that was a rest day.
    `inner_on`: the working day before the last day. `limited`: the lawful length was shorter than the office's own.
    """

    due_on: dt.date
    due_at: dt.datetime
    provisional: bool
    plain_on: dt.date
    rolled_from: dt.date | None
    inner_on: dt.date
    not_counted: tuple[SkippedDay, ...]
    limited: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The date moved. `because`: a reference to what arrived later: `calendar:CN-2027`, `terms:<organisation>`, `procedure:<name>@<version>`."""

    at: dt.datetime
    old: dt.date
    new: dt.date
    because: str


def pause_to_json(pause: Pause) -> dict[str, Any]:
    until = pause.until.isoformat() if pause.until else None
    return {"from": pause.since.isoformat(), "to": until, "reason": pause.reason}


def pause_from_json(kept: dict[str, Any]) -> Pause:
    until = dt.datetime.fromisoformat(kept["to"]) if kept["to"] else None
    return Pause(dt.datetime.fromisoformat(kept["from"]), until, kept["reason"])


def extension_to_json(extension: Extension) -> dict[str, Any]:
    return {
        "length": extension.length,
        "unit": extension.unit,
        "reason": extension.reason,
        "approved_by": extension.approved_by,
        "granted_on": extension.granted_on.isoformat(),
        "told_on": extension.told_on.isoformat() if extension.told_on else None,
    }


def extension_from_json(kept: dict[str, Any]) -> Extension:
    return Extension(
        length=kept["length"],
        unit=kept["unit"],
        reason=kept["reason"],
        approved_by=kept["approved_by"],
        granted_on=dt.date.fromisoformat(kept["granted_on"]),
        told_on=_date(kept["told_on"]),
    )


def term_to_json(term: Term) -> list[str]:
    return [term.first.isoformat(), term.last.isoformat()]


def term_from_json(kept: list[str]) -> Term:
    return Term(dt.date.fromisoformat(kept[0]), dt.date.fromisoformat(kept[1]))


def moved_to_json(moved: Moved) -> dict[str, str]:
    return {
        "at": moved.at.isoformat(),
        "from": moved.old.isoformat(),
        "to": moved.new.isoformat(),
        "because": moved.because,
    }


def moved_from_json(kept: dict[str, str]) -> Moved:
    return Moved(
        at=dt.datetime.fromisoformat(kept["at"]),
        old=dt.date.fromisoformat(kept["from"]),
        new=dt.date.fromisoformat(kept["to"]),
        because=kept["because"],
    )


def reckoning_to_json(reckoning: Reckoning) -> dict[str, Any]:
    """How the date came about; the date itself has columns of its own."""
    return {
        "plain_on": reckoning.plain_on.isoformat(),
        "rolled_from": reckoning.rolled_from.isoformat() if reckoning.rolled_from else None,
        "inner_on": reckoning.inner_on.isoformat(),
        "not_counted": [[day.date.isoformat(), day.kind, day.name] for day in reckoning.not_counted],
        "limited": reckoning.limited,
    }


def reckoning_from_json(kept: dict[str, Any], *, due_on: dt.date, due_at: dt.datetime, provisional: bool) -> Reckoning:
    return Reckoning(
        due_on=due_on,
        due_at=due_at,
        provisional=provisional,
        plain_on=dt.date.fromisoformat(kept["plain_on"]),
        rolled_from=_date(kept["rolled_from"]),
        inner_on=dt.date.fromisoformat(kept["inner_on"]),
        not_counted=tuple(
            SkippedDay(dt.date.fromisoformat(date), kind, name) for date, kind, name in kept["not_counted"]
        ),
        limited=kept["limited"],
    )


def _date(kept: str | None) -> dt.date | None:
    return dt.date.fromisoformat(kept) if kept else None
