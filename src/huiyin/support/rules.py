"""What is decided about support: its days, who is told when nobody answers, what of it may be counted."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

# No law gives a number of days: all are the office's own, and these are proposals.
ANSWER_DAYS, ANSWER_KEY = 3, "support:answer"
STILL_DAYS, STILL_KEY = 3, "support:still"
FOLLOW_DAYS, FOLLOW_KEY = 30, "support:follow"
KEEP_DAYS, KEEP_KEY = 180, "support:keep"
MOST_FOLLOW_DAYS = 180  # the next look may lie so far ahead
MOST_VISIT_DAYS = 60
LONGEST = 2000
MOST_LET_IN = 5
HANDFUL = 5  # a smaller number could be told from persons

Post = TypeVar("Post")


def told(times: int, deputy: Post | None, head: Post | None, above: Post | None) -> Post | None:
    """Who is told, the so-manieth time that nobody answered: first the deputy, then the head, then the head above."""
    chain = [one for one in (deputy, head, above) if one is not None]
    return chain[min(times, len(chain)) - 1] if chain else None


def by_handfuls(number: int) -> int | None:
    """The number, down to whole handfuls; None where it is less than one."""
    return number // HANDFUL * HANDFUL or None


def counted(today: dt.date) -> tuple[dt.date, dt.date]:
    """The twelve months that are counted, without the one that runs: a new request changes no number on its day."""
    last = today.replace(day=1)
    return last.replace(year=last.year - 1), last
