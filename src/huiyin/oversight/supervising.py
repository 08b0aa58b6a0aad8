"""Patterns and the yearly report, as far as the asker may see: sums of what the worker counted, small numbers held back.

No totals stand beside the patterns, and nothing is crossed (office by step): a small cell could be reckoned from the others.
Offices stand in the order of the tree, never by how much was raised about them, but for the list that article 41 asks for.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from huiyin.cases.models import Category
from huiyin.organisations.access import Actor, scope_filter
from huiyin.organisations.models import Unit
from huiyin.procedures import loading
from huiyin.supervision.models.signs import Pattern

from .models import Counted, YearCounted
from .rules import SMALL, Shown, guarded, single

OFFICES = 500
MOST_COMPLAINED = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: an office, a step, a field."""

    title: Any
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """`at`: when it was counted; None when nothing has been counted yet. Columns in the order of `Pattern`."""

    at: dt.datetime | None
    offices: tuple[Line, ...]
    steps: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What article 41 asks for. `units`: those of which most was raised, none of them with fewer than five."""

    year: int
    at: dt.datetime | None
    received: Shown
    fields: tuple[Line, ...]
    channels: tuple[Line, ...]
    units: tuple[Line, ...]
    sent: Shown
    assigned: Shown
    supervised: Shown
    proposed: Shown
    adopted: Shown


def patterns(actor: Actor) -> Patterns:
    """Returned, reopened, dissatisfied, extended twice, late: in the last twelve months, by office and by step."""
    reach = scope_filter(actor, "figures").organisation_ids
    rows = list(
        Counted.objects.filter(organisation_id__in=reach)
        .select_related("organisation")
        .order_by("organisation__path")[:OFFICES]
    )
    names = list(Pattern.values)
    offices = [(row.organisation.name, row.patterns.get("office", {}).get("", {})) for row in rows]
    steps: dict[str, Counter[str]] = {}
    for row in rows:
        for step, numbers in row.patterns.get("steps", {}).items():
            steps.setdefault(step, Counter()).update(numbers)
    titles = _step_titles()
    return Patterns(
        at=min((row.at for row in rows), default=None),
        offices=_table([one for one in offices if one[1]], names),
        steps=_table([(titles.get(step, step), steps[step]) for step in sorted(steps)], names),
    )


def year_of(actor: Actor, year: int) -> Year:
    """Of the organisations whose figures the post may see."""
    reach = scope_filter(actor, "figures").organisation_ids
    rows = list(YearCounted.objects.filter(year=year, organisation_id__in=reach))
    totals: dict[str, Counter[str]] = {}
    for row in rows:
        for name, numbers in row.numbers.items():
            totals.setdefault(name, Counter()).update(numbers)
    fields, channels = totals.get("fields", Counter()), totals.get("channels", Counter())
    supervised = totals.get("supervised", Counter())
    adopted, not_adopted = guarded([supervised["adopted"], supervised["proposed"] - supervised["adopted"]])
    hides = adopted.value is None or not_adopted.value is None
    return Year(
        year=year,
        at=min((row.at for row in rows), default=None),
        received=single(sum(channels.values())),
        fields=_split(_field_titles(), fields),
        channels=_split({}, channels),
        units=_units(totals.get("units", Counter())),
        sent=single(totals.get("sent", Counter())[""]),
        assigned=single(totals.get("assigned", Counter())[""]),
        supervised=single(supervised["supervised"]),
        proposed=Shown(None) if hides and supervised["proposed"] < SMALL else single(supervised["proposed"]),
        adopted=adopted,
    )


def years() -> tuple[int, ...]:
    """Those that were counted, the newest first."""
    return tuple(YearCounted.objects.order_by("-year").values_list("year", flat=True).distinct()[:10])


def _table(rows: list[tuple[Any, Any]], names: list[str]) -> tuple[Line, ...]:
    """Guarded down each column."""
    columns = [guarded([numbers.get(name, 0) for _title, numbers in rows]) for name in names]
    return tuple(
        Line(title, tuple(column[place] for column in columns)) for place, (title, _numbers) in enumerate(rows)
    )


def _split(titles: dict[str, Any], numbers: Counter[str]) -> tuple[Line, ...]:
    """The parts of a whole that is shown: guarded together, in the order of their codes."""
    keys = sorted(numbers)
    shown = guarded([numbers[key] for key in keys])
    return tuple(Line(titles.get(key, key), (number,)) for key, number in zip(keys, shown, strict=True))


def _units(numbers: Counter[str]) -> tuple[Line, ...]:
    found = [(key, number) for key, number in numbers.most_common(MOST_COMPLAINED) if key and number >= SMALL]
    units = Unit.objects.filter(public_id__in=[key for key, _number in found]).select_related("organisation")
    names = {unit.public_id: f"{unit.organisation.name} · {unit.name}" for unit in units}
    return tuple(Line(names.get(key, key), (Shown(number),)) for key, number in found)


def _field_titles() -> dict[str, Any]:
    return {one.code: one.title for one in Category.objects.filter(parent=None)}


def _step_titles() -> dict[str, Any]:
    """As the procedures draw them."""
    found: dict[str, Any] = {}
    for name in loading.names():
        for step in loading.load(name).steps:
            found.setdefault(step.id, step.title)
    return found
