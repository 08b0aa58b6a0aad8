"""What this room puts on the day of who answers, and where its notices lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse

from huiyin.cases import sections
from huiyin.kernel import clocks
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor

from . import presenting, queries
from .actions.parts import SUPPORT

MOST_OF_DAY = 10


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_on_day, (SUPPORT,))
    sections.for_notices("support", _pages)
    sections.for_notices("support-desk", _desk)


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    found = [row for row, _name in queries.owed(actor, owed)][:MOST_OF_DAY]
    watched = clocks.queries.of_subjects(SUPPORT, [row.public_id for row in found]) if found else {}
    for row in found:
        item = presenting.item(queries.Row(row, queries.owed_clock(watched.get(row.public_id, ()))), mine=True)
        yield sections.DayEntry("late" if row.late_at else "soon", item)


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("support:request", args=[one]) for one in queries.seen(actor, public_ids)}


def _desk(_actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """How many wait is told without what for: it leads to who supports."""
    return dict.fromkeys(public_ids, reverse("support:list"))
