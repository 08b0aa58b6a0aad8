"""What is decided about receptions: places of a day, who is next, what the answers to minutes come to, small numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

OFFER_DAYS, MINUTES_DAYS, ACKNOWLEDGE_HOURS = 5, 2, 4  # proposals: no law has a number for these
MOST_REPRESENTATIVES = 5  # 条例 20¶3
FEW = 5  # a smaller number may point at a person
SILENT_DAYS = 7  # so long minutes that were shown wait for the person's word before they may be filed without it
MOST_DAYS = 60  # of one series
EVERY = {"once": 0, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is here. `slot`: of a booking; empty for who came without one."""

    number: int
    slot: int | None


def places(starts_at: dt.time, ends_at: dt.time, minutes: int) -> int:
    """How many places fit between two times of a day."""
    length = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
    return max(length // minutes, 0)


def free_places(count: int, taken: Collection[int], begins: Iterable[dt.datetime], now: dt.datetime) -> list[int]:
    """Places that nobody has and whose time has not come yet."""
    return [slot for slot, at in zip(range(count), begins, strict=False) if slot not in taken and at > now]


def next_in_line(waiting: Iterable[Waiting], slot_now: int) -> Waiting | None:
    """Whose booked time has come goes first, in the order of the times; then by number, so nobody is passed over."""
    line = sorted(waiting, key=lambda one: one.number)
    booked = [one for one in line if one.slot is not None and one.slot <= slot_now]
    if booked:
        return min(booked, key=lambda one: (one.slot, one.number))
    return line[0] if line else None


def series(first: dt.date, until: dt.date | None, every: str) -> Iterator[dt.date]:
    """The days of a series, the first one included."""
    step = EVERY[every]
    yield first
    day, count = first, 1
    while step and until is not None and count < MOST_DAYS:
        day, count = day + dt.timedelta(days=step), count + 1
        if day > until:
            return
        yield day


def comes_to(said: Iterable[tuple[str, str]], expected: int) -> str:
    """What the answers of a round come to: "" while somebody has not spoken, "corrects", "objects" or "agrees".

    `said`: (who, what) in order; the last word of each counts. A correction brings the text back to be written anew.
    """
    last = dict(said)
    if "corrects" in last.values():
        return "corrects"
    if len(last) < max(expected, 1):
        return ""
    return "objects" if "objects" in last.values() else "agrees"


def shown_number(number: int) -> str:
    """A small number is not told; none is."""
    return str(number) if number == 0 or number >= FEW else "<5"
