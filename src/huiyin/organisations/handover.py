"""What lies on a post when its holder leaves. Rooms that own work say how much; this room owns none.

Only numbers and days are told: who ends an appointment is an administrator, and administrators read no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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
