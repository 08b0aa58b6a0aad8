"""What stands in a dossier, in the order in which it is read. Words are in the language of the office already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads and rows; an empty one is not drawn."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the file: a letter, what a person said. `facts` stand above, `sections` are (heading, text)."""

    title: str
    facts: Facts = ()
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the table of contents. `note`: what is not in it, or that there is nothing."""

    title: str
    facts: Facts = ()
    papers: tuple[Paper, ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it is kept. `path`: below `originals/`, ASCII; `name`: as it was called when it came."""

    path: str
    name: str
    content_type: str
    content: bytes = field(repr=False)
    came_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Content:
    """A whole dossier. `record`: the same for machines (`schema/record.json`); `entries`: those of the ledger about it."""

    reference: str
    kind: str
    title: str
    office: str
    language: str
    zone: str
    closed_at: dt.datetime
    parts: tuple[Part, ...]
    originals: tuple[Original, ...]
    record: dict[str, Any]
    entries: tuple[dict[str, Any], ...]
    mark: str = ""
    """Of an exercise: said on each page."""
