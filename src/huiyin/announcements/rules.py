"""What is decided about notices: where one is to be seen, who has read it, which days can be. No law has these numbers: the office's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

APPROVE_KEY, APPROVE_DAYS = "announcements:approve", 2
LONGEST_DAYS = 400
REMINDERS = (3, 1)  # days before it is to be read
MOST_TAPS, TAP_WINDOW = 300, 3600.0  # of one class in an hour: whoever wants to make a number large finds it slow
LONGEST_TITLE, LONGEST_TEXT = 80, 2000


def seen(status: str, from_on: dt.date, until_on: dt.date, today: dt.date, *, published: bool) -> bool:
    """Whether it is there today for whom it is meant. What was withdrawn stays, as withdrawn, until its last day."""
    return published and status in ("running", "withdrawn") and from_on <= today <= until_on


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post: the appointment, and the last wording that it acknowledged."""

    appointment: int
    read: int = 0
    read_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A post, and when one of those who hold it acknowledged what counts; None: not yet."""

    post: str
    title: str
    read_at: dt.datetime | None


def standing(post: str, title: str, holders: Iterable[Holder], read_from: int) -> Standing:
    moments = [one.read_at for one in holders if one.read_at is not None and one.read >= read_from]
    return Standing(post, title, min(moments, default=None))


def meant(post: str, unit: str, *, everybody: bool, units: Collection[str], posts: Collection[str]) -> bool:
    """Whether it is for this post."""
    return everybody or unit in units or post in posts
