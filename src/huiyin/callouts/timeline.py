"""A policy as moments in a row, and what is next of them. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .schema import Policy

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """`minute` since the beginning. `step`: its number in the policy; None is the shout. `again`: not the first call of the step."""

    minute: int
    step: int | None
    again: bool = False

    @property
    def shouts(self) -> bool:
        return self.step is None


def moments(policy: Policy) -> tuple[Moment, ...]:
    """Everything that happens without an answer, in order; the last one is the shout."""
    found = list[Moment]()
    ends = [*(step.after for step in policy.steps[1:]), policy.shout_after]
    for number, (step, end) in enumerate(zip(policy.steps, ends, strict=True)):
        found.append(Moment(step.after, number))
        if step.again > 0:
            later = range(step.after + step.again, end, step.again)
            found += [Moment(minute, number, again=True) for minute in later]
    return (*found, Moment(policy.shout_after, None))


def following(row: tuple[Moment, ...], done: int) -> int:
    """The next moment that calls somebody else, or shouts: where nobody of the present step comes. `done`: how many have been."""
    return next(number for number in range(done, len(row)) if not row[number].again)


def at(begun: dt.datetime, moment: Moment, ahead: dt.timedelta) -> dt.datetime:
    """When it is due. `ahead`: by how much the call-out went on earlier than written, because somebody said that they can't."""
    return begun + moment.minute * MINUTE - ahead
