"""What falls due as a calendar that a phone or a computer reads (RFC 5545): a whole day for each, with the address of its page."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .sources import Due

if TYPE_CHECKING:
    from icalendar import Calendar

DAY = dt.timedelta(days=1)


def written(name: str, dues: Iterable[Due], *, at: dt.datetime, absolute: Callable[[str], str]) -> bytes:
    """`name`: what the calendar calls itself; `absolute`: the whole address of a page. What is the same thing keeps its UID."""
    from icalendar import Event  # here: nine megabytes that most processes never need

    found = begun(name)
    for due in dues:
        event = Event()
        event.add("uid", f"{_same(due)}@huiyin")
        event.add("dtstamp", at)
        event.add("dtstart", due.on)
        event.add("dtend", due.on + DAY)
        event.add("summary", f"{due.what}: {due.title}")
        if due.who:
            event.add("description", due.who)
        event.add("url", absolute(due.url))
        event.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
        found.add_component(event)
    content: bytes = found.to_ical()
    return content


def begun(name: str) -> Calendar:
    """A calendar of that name, with nothing in it."""
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//Huiyin//")
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    return found


def _same(due: Due) -> str:
    """A date that moves is the same event, moved."""
    told = f"{due.url} {due.clock.subject_id} {due.clock.name}" if due.clock else f"{due.url} {due.what}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]
