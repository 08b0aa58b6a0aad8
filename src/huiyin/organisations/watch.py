"""Who has the watch in an office at a moment. The room that keeps rosters says it; rooms that must tell somebody at once ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Organisation


@dataclass(frozen=True, slots=True)
class Watcher:
    """A post that is on duty. `leads`: in charge of the shift."""

    post: str
    leads: bool


Source = Callable[["Organisation", dt.datetime], Sequence[Watcher]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(organisation, at)` be asked."""
    if source not in _sources:
        _sources.append(source)


def on(organisation: Organisation, at: dt.datetime) -> list[str]:
    """References of the posts that are on duty, who is in charge first."""
    found = [one for source in _sources for one in source(organisation, at)]
    return [one.post for one in sorted(found, key=lambda one: not one.leads)]


def in_charge(organisation: Organisation, at: dt.datetime) -> list[str]:
    """Of these, who is in charge of a shift."""
    return [one.post for source in _sources for one in source(organisation, at) if one.leads]
