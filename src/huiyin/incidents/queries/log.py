"""The log as it is read: newest first on the page, in order for whoever follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from huiyin.incidents.models import Incident, LogEntry, LogKind
from huiyin.kernel import vault
from huiyin.kernel.errors import Refused
from huiyin.kernel.vault.models import SealedText

MOST = 500  # lines on one page


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `row` for its sentence; `personal`: what is kept of people, for who may read it; `gone`: it was destroyed."""

    row: LogEntry
    exercise: bool
    at: dt.datetime
    received_at: dt.datetime
    personal: str = field(default="", repr=False)
    gone: bool = False
    corrects: int | None = None
    corrected_by: tuple[int, ...] = ()
    after_end: bool = False

    @property
    def position(self) -> int:
        return self.row.position

    @property
    def late(self) -> bool:
        """It was written where there was no network, or on paper: when it came is said too."""
        return self.row.came_by in ("offline", "paper")


def entries(incident: Incident, *, personal: bool, most: int = MOST) -> tuple[Entry, ...]:
    """The last lines, the newest first. `personal`: with what is kept of people."""
    return read_entries(incident, _rows(incident).order_by("-position")[:most], personal=personal)


def since(incident: Incident, position: int, *, personal: bool = False) -> tuple[Entry, ...]:
    """Lines after this one, in order."""
    return read_entries(
        incident, _rows(incident).filter(position__gt=position).order_by("position")[:MOST], personal=personal
    )


def lines(incident: Incident, positions: Iterable[int], *, personal: bool) -> tuple[Entry, ...]:
    """These lines alone."""
    return read_entries(incident, _rows(incident).filter(position__in=list(positions)), personal=personal)


def last_position(incident: Incident) -> int:
    """Up to where the log goes."""
    return incident.log.order_by("-position").values_list("position", flat=True).first() or 0


def _rows(incident: Incident) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(incident=incident).select_related("corrects")


def read_entries(incident: Incident, rows: Iterable[LogEntry], *, personal: bool) -> tuple[Entry, ...]:
    found = list(rows)
    corrected: dict[int, list[int]] = {}
    pairs = LogEntry.objects.filter(incident=incident, corrects__isnull=False).values_list(
        "corrects__position", "position"
    )
    for wrong, right in pairs:
        corrected.setdefault(wrong, []).append(right)
    texts = _texts(found) if personal else {}
    return tuple(
        Entry(
            row=row,
            exercise=incident.exercise,
            at=row.at,
            received_at=row.received_at,
            personal=texts.get(row.sealed, ""),
            gone=bool(row.sealed) and incident.data_destroyed_at is not None,
            corrects=row.corrects.position if row.corrects else None,
            corrected_by=tuple(corrected.get(row.position, ())),
            after_end=_after_end(incident, row),
        )
        for row in found
    )


def _after_end(incident: Incident, row: LogEntry) -> bool:
    """What somebody still had to say when it was over; the ending itself, reports and what is found afterwards are none."""
    ended_at = incident.ended_at
    return ended_at is not None and row.received_at > ended_at and row.kind in (LogKind.NOTE, LogKind.CORRECTION)


def _texts(rows: Iterable[LogEntry]) -> dict[str, str]:
    wanted = [row.sealed for row in rows if row.sealed]
    texts = {}
    for sealed in SealedText.objects.filter(public_id__in=wanted).select_related("case_key") if wanted else ():
        try:
            texts[sealed.public_id] = vault.read_text(sealed)
        except Refused:  # destroyed
            continue
    return texts
