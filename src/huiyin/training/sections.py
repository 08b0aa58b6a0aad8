"""What this room puts on the page of the day, and where its notices lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse

from huiyin.cases import sections
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor

from . import presenting
from .actions.needing import NEED
from .actions.parts import LESSON
from .queries import needs, programmes

MOST_OF_DAY, DAYS = 10, 14


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_on_day, (LESSON, NEED))
    sections.for_notices("training-lesson", _lesson_pages)
    sections.for_notices("training-need", _need_pages)
    sections.for_notices("training-programme", _programme_pages)


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    soon = time.today(actor.zone) + dt.timedelta(days=DAYS)
    near = [clock for clock in owed if clock.due_on <= soon]
    lessons = [clock for clock in near if clock.subject_kind == LESSON]
    for need, view in needs.day(actor, [clock for clock in near if clock.subject_kind == NEED]):
        yield sections.DayEntry("late" if view and view.late else "soon", presenting.need_item(actor, need, view))
    for row in programmes.day(lessons[:MOST_OF_DAY]):
        late = row.clock is not None and row.clock.late
        yield sections.DayEntry("late" if late else "soon", presenting.item(row, mine=True))


def _lesson_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.url(one) for one in programmes.seen_lessons(actor, public_ids)}


def _programme_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    seen = programmes.seen_programmes(actor, public_ids)
    return {one.public_id: reverse("training:programme", args=[one.public_id]) for one in seen}


def _need_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.need_url(actor, one) for one in needs.seen(actor, public_ids)}
