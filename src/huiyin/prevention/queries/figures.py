"""How old what is open is, and which places come again. Things and places; nothing is counted by person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.prevention import rules
from huiyin.prevention.models import OWED, Hazard, Status

from .hazards import Row, with_clocks


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
