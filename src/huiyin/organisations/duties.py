"""What the holder of a post did in person in a time: rooms that have such records tell them here; this room has none.

For the yearly work sheet of the five personal duties. A record says what kind of act it was, when, and where it stands
on file. It never says anything about a petitioner, and no list of cases is made of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Duty = Literal["study", "deploy", "inspect", "solve", "handle"]


@dataclass(frozen=True, slots=True)
class Done:
    """One act. `what`: of which kind, in words of the house; `number`: the file's own number; `url`: the record."""

    duty: Duty
    on: dt.date
    what: StrOrPromise
    number: str = ""
    url: str = ""


Source = Callable[[str, dt.date, dt.date], Iterable[Done]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(post_reference, first, last)`: what the post did from the first to the last day. By index, sealed work left out."""
    if source not in _sources:
        _sources.append(source)


def done_by(post_reference: str, first: dt.date, last: dt.date) -> list[Done]:
    """Everything of every room, in the order of the days."""
    found = [done for source in _sources for done in source(post_reference, first, last)]
    return sorted(found, key=lambda done: done.on)
