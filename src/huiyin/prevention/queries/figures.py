"""How old what is open is, and which places come again. Things and places; nothing is counted by person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from huiyin.kernel import time
from huiyin.organisations.access import Actor, scope_filter
from huiyin.organisations.models import Organisation
from huiyin.prevention import rules
from huiyin.prevention.models import OWED, Hazard, Severity, Status

from .hazards import Row, beyond_their_day, with_clocks


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the own house. `late`: beyond their day; `reopened`: came back this year; `days_to_mend`: half took no longer."""

    ages: tuple[rules.Age, ...]
    places: tuple[tuple[str, int], ...]
    open_ones: int
    late: tuple[Row, ...]
    found: int
    mended: int
    reopened: int
    days_to_mend: int | None


@dataclass(frozen=True, slots=True)
class OfOffice:
    """What is still dangerous in one office. `late`: beyond its day; `late_grave`: of these, the grave ones."""

    open_ones: int
    late: int
    late_grave: int


def offices(actor: Actor) -> tuple[tuple[Organisation, OfOffice], ...]:
    """Each office in reach where something is open, for who reads offices below; the counts are what each counts of itself."""
    reach = scope_filter(actor, "hazard_read").organisation_ids
    owed = Hazard.objects.filter(organisation_id__in=reach, status__in=OWED)
    late = beyond_their_day(owed)
    open_ones, late_ones, grave = map(_by_office, (owed, late, late.filter(severity=Severity.GRAVE)))
    found = Organisation.objects.filter(pk__in=open_ones).order_by("path")
    return tuple((one, OfOffice(open_ones[one.pk], late_ones[one.pk], grave[one.pk])) for one in found)


def _by_office(found: QuerySet[Hazard]) -> Counter[int]:
    return Counter(dict(found.order_by().values_list("organisation_id").annotate(Count("pk"))))


def figures(actor: Actor) -> Figures:
    """As it stands now, and of a year back."""
    now = time.now()
    own = Hazard.objects.filter(organisation_id=actor.organisation_id)
    open_rows = with_clocks(list(own.filter(status__in=OWED).select_related("organisation", "owner")))
    year = own.filter(found_at__gte=now - dt.timedelta(days=rules.REPEAT_DAYS)).exclude(status=Status.DROPPED)
    rows = list(year.values_list("place", "status", "open_since", "ended_at", "reopened"))
    took = sorted((ended - since).days for _place, status, since, ended, _again in rows if status == "closed" and ended)
    return Figures(
        ages=rules.ages((row.days, row.hazard.severity) for row in open_rows),
        places=rules.repeats(place for place, *_rest in rows),
        open_ones=len(open_rows),
        late=tuple(row for row in open_rows if row.clock is not None and row.clock.late),
        found=len(rows),
        mended=sum(status == Status.CLOSED for _place, status, *_rest in rows),
        reopened=sum(again for *_rest, again in rows),
        days_to_mend=took[len(took) // 2] if took else None,
    )
