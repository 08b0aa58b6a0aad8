"""What was reported and waits, the places with a sheet, and what the holder of a code may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.kernel import clocks, files
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, Place, may
from huiyin.prevention.actions import parts, reporting
from huiyin.prevention.models import OWED, Hazard, Report, ReportStatus, Spot

LAST = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits, with its day."""

    report: Report
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the holder of a code sees: how it stands, never who does it."""

    report: Report
    hazard: Hazard | None
    clock: ClockView | None
    mended_at: dt.datetime | None
    looked_at: dt.datetime | None


def sorts(actor: Actor) -> bool:
    """Whether this post sorts what was reported at its office: a report is of no unit yet."""
    return may(actor, "hazard_sort", Place(actor.organisation_id, actor.organisation_path))


def waiting(actor: Actor) -> tuple[Waiting, ...]:
    """What waits at the own office, the oldest first; for who does not sort, nothing."""
    if not sorts(actor):
        return ()
    return _with_clocks(list(_own(actor).filter(status=ReportStatus.WAITING)))


def sorted_lately(actor: Actor) -> tuple[Report, ...]:
    """The last that were sorted."""
    return tuple(_own(actor).exclude(status=ReportStatus.WAITING).order_by("-id")[:LAST]) if sorts(actor) else ()


def seen(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """Those that this post may open."""
    found = _own(actor).filter(public_id__in=public_ids) if sorts(actor) else ()
    return [one.public_id for one in found]


def report(actor: Actor, public_id: str) -> tuple[Waiting, tuple[Attachment, ...]]:
    """One report with its picture."""
    row = visible(actor, public_id)
    [one] = _with_clocks([row])
    return one, tuple(files.of(row.reference))


def visible(actor: Actor, public_id: str) -> Report:
    found = Report.objects.select_related("organisation", "spot", "hazard").filter(public_id=public_id).first()
    if found is None or not may(actor, "hazard_sort", found):
        raise Refused
    return found


def open_hazards(actor: Actor) -> tuple[Hazard, ...]:
    """With which a report may be joined."""
    return tuple(Hazard.objects.filter(organisation_id=actor.organisation_id, status__in=OWED).order_by("-id"))


def spots(organisation_id: int) -> tuple[Spot, ...]:
    """Places with a sheet."""
    return tuple(
        Spot.objects.filter(organisation_id=organisation_id, closed_at=None).select_related("organisation", "on_map")
    )


def spot(actor: Actor, public_id: str) -> Spot:
    found = Spot.objects.select_related("organisation", "on_map").filter(public_id=public_id, closed_at=None).first()
    if found is None or not may(actor, "hazard_sort", found):
        raise Refused
    return found


def public_spot(public_id: str) -> Spot:
    """For everybody who stands before the sheet."""
    found = Spot.objects.select_related("organisation").filter(public_id=public_id, closed_at=None).first()
    if found is None:
        raise Refused
    return found


def told(typed: str) -> Told | None:
    """By the code alone."""
    row = reporting.find(typed)
    if row is None:
        return None
    row = Report.objects.select_related("organisation", "spot", "hazard").get(pk=row.pk)
    hazard = row.hazard
    if hazard is None:
        [one] = _with_clocks([row])
        return Told(row, None, one.clock, None, None)
    views = clocks.queries.of_subject(parts.HAZARD, hazard.public_id, only_open=True)
    last = hazard.rectifications.last() if hazard.status in ("mended", "closed") else None
    clock = next((one for one in views if one.name == parts.MEND), None)
    return Told(row, hazard, clock, last.mended_at if last else None, last.checked_at if last else None)


def _own(actor: Actor) -> QuerySet[Report]:
    found = Report.objects.filter(organisation_id=actor.organisation_id)
    return found.select_related("spot", "hazard", "organisation")


def _with_clocks(found: list[Report]) -> tuple[Waiting, ...]:
    watched = clocks.queries.of_subjects(reporting.REPORT, [one.public_id for one in found])
    return tuple(Waiting(one, next(iter(watched.get(one.public_id, ())), None)) for one in found)
