"""What rooms above put on the page of a plan and beside a printed sheet. They register; this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.organisations.access import Actor
from huiyin.web.components import Link

from .models import Plan, PrintedSheet


@dataclass(frozen=True, slots=True)
class Section:
    """A card beside a plan: `template` drawn with `card`, its own context, and `zone`; lower `order` first."""

    template: str
    card: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


PlanSource = Callable[[Actor, Plan], Section | None]
SheetSource = Callable[[Actor, PrintedSheet], Iterable[Link]]

_plans: list[PlanSource] = []
_sheets: list[SheetSource] = []


def for_plans(source: PlanSource) -> None:
    """A card on the page of a plan; the source asks `may()` for what it shows."""
    if source not in _plans:
        _plans.append(source)


def for_sheets(source: SheetSource) -> None:
    """What else can be done with a sheet of paper that somebody has in the hand."""
    if source not in _sheets:
        _sheets.append(source)


def of_plan(actor: Actor, plan: Plan) -> list[Section]:
    found = [section for source in _plans if (section := source(actor, plan)) is not None]
    return sorted(found, key=lambda section: section.order)


def of_sheet(actor: Actor, sheet: PrintedSheet) -> list[Link]:
    return [link for source in _sheets for link in source(actor, sheet)]
