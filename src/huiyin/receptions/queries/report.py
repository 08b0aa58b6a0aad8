"""Figures of receptions for a period: what happened, not who came. Small numbers are not told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from huiyin.cases.models.case import Kind as CaseKind
from huiyin.kernel import time
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation
from huiyin.receptions import rules
from huiyin.receptions.actions.promising import ORIGIN
from huiyin.receptions.models import Kind, Reception, ReceptionReport, Status
from huiyin.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Figures:
    """Whole numbers; only `told()` leaves the room."""

    kinds: dict[str, int]
    joint: int
    matters: int
    agreed: int
    objected: int
    promised: int
    kept: int
    late: int

    def told(self) -> dict[str, str]:
        """By name, the small ones left out as they are everywhere."""
        numbers = {**self.kinds, "receptions": sum(self.kinds.values())}
        for name in ("joint", "matters", "agreed", "objected", "promised", "kept", "late"):
            numbers[name] = getattr(self, name)
        return {name: rules.shown_number(number) for name, number in numbers.items()}


def figures(organisation: Organisation, from_day: dt.date, until_day: dt.date) -> Figures:
    """Of receptions that began in the period. Sealed matters are in no number."""
    zone = time.zone_of(organisation.zone)
    start = dt.datetime.combine(from_day, dt.time(), zone)
    end = dt.datetime.combine(until_day + dt.timedelta(days=1), dt.time(), zone)
    found = Reception.objects.filter(organisation=organisation, begun_at__gte=start, begun_at__lt=end)
    found = found.exclude(case__kind=CaseKind.MISCONDUCT)
    counted = dict(found.values_list("kind").annotate(number=Count("id")))
    names = list(found.values_list("public_id", flat=True))
    tasks = Task.objects.filter(origin=ORIGIN, origin_id__in=names).exclude(status="withdrawn")
    today = time.today(organisation.zone)
    reported = [(row.due_on, row.reported_at) for row in tasks]
    kept = sum(at is not None and at.astimezone(zone).date() <= due for due, at in reported)
    late = sum(
        (at is None and due < today) or (at is not None and at.astimezone(zone).date() > due) for due, at in reported
    )
    return Figures(
        kinds={kind: counted.get(kind, 0) for kind in Kind.values},
        joint=found.filter(joint=True).count(),
        matters=found.exclude(case=None).values("case_id").distinct().count(),
        agreed=found.filter(minutes__agreed_at__isnull=False).count(),
        objected=found.filter(minutes__answers__said="objects").exclude(status=Status.AGREED).distinct().count(),
        promised=len(reported),
        kept=kept,
        late=late,
    )


def reports(actor: Actor) -> tuple[ReceptionReport, ...]:
    """Those that were handed in at the asker's office, latest first."""
    if not may(actor, "report_receptions"):
        return ()
    return tuple(ReceptionReport.objects.filter(organisation_id=actor.organisation_id)[:24])
