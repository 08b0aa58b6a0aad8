"""What lies on a post when its holder leaves. Rooms that own work say how much, and see in the same write where it goes.

Only numbers and days are told: who ends an appointment is an administrator, and administrators read no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from .models import Appointment, Post


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much of a kind is open on a post. `kind` is a word for the page, as in “cases”."""

    kind: StrOrPromise
    number: int
    next_due: dt.date | None = None


Source = Callable[[str], Sequence[OpenWork]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(post_reference)` be asked when a holder leaves. Sealed work must not be counted by it."""
    if source not in _sources:
        _sources.append(source)


def open_work(post_reference: str) -> list[OpenWork]:
    """Everything open on the post, of every room."""
    return [work for source in _sources for work in source(post_reference) if work.number]


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed about who holds a post, or about the post itself. `leaving`: the appointment that ends, or has a
    last day from now on. `vacant`: nobody holds the post at this moment, or it is closed."""

    post: Post
    leaving: Appointment | None
    vacant: bool
    at: dt.datetime
    actor: str
    actor_title: str = ""


Follower = Callable[[Change], None]
_followers: list[Follower] = []


def on_change(follower: Follower) -> None:
    """`follower(change)`, inside of the write that changes the post: what it owns there has an owner when the write ends."""
    if follower not in _followers:
        _followers.append(follower)


def changed(change: Change) -> None:
    """Part of an action of this room, behind its own rows."""
    for follower in _followers:
        follower(change)
