"""Drawings of the premises with what is marked on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel import files, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may
from huiyin.prevention import rules
from huiyin.prevention.models import OWED, CampusMap, Hazard, Status

from .hazards import WITH, Row, weight, with_clocks


@dataclass(frozen=True, slots=True)
class OnDrawing:
    """One drawing with what is marked on it, and what of the same office is open and marked nowhere."""

    drawing: CampusMap
    rows: tuple[Row, ...]
    nowhere: tuple[Row, ...]
    others: tuple[CampusMap, ...]


def maps_of(organisation_id: int) -> tuple[CampusMap, ...]:
    """Those of an office, in the order in which they came."""
    return tuple(CampusMap.objects.filter(organisation_id=organisation_id, removed_at=None))


def visible(actor: Actor, public_id: str) -> CampusMap:
    """One of them; `Refused` where it is not there or may not be read."""
    row = CampusMap.objects.filter(public_id=public_id, removed_at=None).select_related("organisation").first()
    if row is None or not may(actor, "hazard_read", row):
        raise Refused
    return row


def drawing(actor: Actor, public_id: str, *, year: bool = False) -> OnDrawing:
    """What is open there, the gravest first. `year`: all that was found there in a year, mended or not."""
    row = visible(actor, public_id)
    of_office = Hazard.objects.filter(organisation_id=row.organisation_id).select_related(*WITH)
    if year:
        since = time.now() - dt.timedelta(days=rules.REPEAT_DAYS)
        found = of_office.filter(found_at__gte=since).exclude(status=Status.DROPPED)
    else:
        found = of_office.filter(status__in=OWED)
    found = found.annotate(weight=weight()).order_by("weight", "id")
    nowhere = of_office.filter(status__in=OWED).exclude(on_map__isnull=False, on_map__removed_at=None)
    return OnDrawing(
        row,
        with_clocks(list(found.filter(on_map=row))),
        with_clocks(list(nowhere.annotate(weight=weight()).order_by("weight", "id"))),
        tuple(one for one in maps_of(row.organisation_id) if one.pk != row.pk),
    )


def picture_of(row: CampusMap) -> bytes:
    """Its bytes; none where they are gone."""
    kept = Attachment.objects.filter(public_id=row.file, erased_at=None).first()
    return files.content(kept) if kept else b""


def chosen(maps: Sequence[CampusMap], asked: str, marked: CampusMap | None) -> CampusMap | None:
    """The drawing that was asked for, else the one on which it is marked, else the first."""
    wanted = [one for one in maps if one.public_id == asked] or [one for one in maps if one == marked] or [*maps]
    return wanted[0] if wanted else None
