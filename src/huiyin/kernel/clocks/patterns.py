"""A clock that was reckoned once, for all that begin on the same day in the same way: where many people hand in at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel import ids, inserting
from huiyin.kernel.calendars import tables

from . import actions, rules
from .models import Clock


@dataclass(frozen=True, slots=True)
class Pattern:
    """A planned clock that belongs to nobody. It holds on the day on which it began, and by the calendar of that moment."""

    clock: Clock
    reminders: tuple[dt.datetime, ...]
    by_the_moment: bool

    @classmethod
    def of(cls, clock: Clock) -> Pattern:
        calendar, _version = tables.snapshot(clock.region)
        moments = rules.reminder_moments(calendar, clock.reckoned, clock.reminder_list, clock.zone)
        return cls(inserting.pattern_of(clock), tuple(moments), rules.counts_moments(clock.facts))

    def again(self, *, subject_id: str, started_at: dt.datetime) -> Clock:
        """The same for another subject, from another moment of the same day; not kept yet."""
        clock = inserting.like(
            self.clock,
            public_id=ids.public_id(),
            subject_id=subject_id,
            started_at=started_at,
            reminded_until=started_at,
        )
        if self.by_the_moment:
            actions.reckon(clock)
        else:
            clock.wake_at = rules.next_wake(clock.due_at, self.reminders, started_at)
        return clock
