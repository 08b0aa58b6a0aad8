"""What this room puts on the page of the day, and where its notices lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from huiyin.cases import sections
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may

from . import presenting
from .actions.parts import ANNOUNCEMENT, APPROVE
from .models import Announcement
from .queries import notices
from .queries.notices import Row


def register() -> None:
    """Called when the room is ready."""
    sections.for_day(_to_read, notices.there_on_day)
    sections.for_owed(_owed, (ANNOUNCEMENT,))
    sections.for_notices(ANNOUNCEMENT, _pages)


def _to_read(actor: Actor) -> Iterable[sections.DayEntry]:
    if may(actor, "announcement_read"):
        today = time.today(actor.zone)
        for row in notices.to_read(actor):
            late = row.announcement.by_on is not None and row.announcement.by_on < today
            yield sections.DayEntry("late" if late else "new", presenting.item(row, mine=True))


def _owed(actor: Actor, owed: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    """What this post approves; and its notices that were not read in time."""
    now = time.now()
    wanted = {one.subject_id: one for one in owed if one.name == APPROVE or one.due_at < now}
    rows = list(Announcement.objects.filter(public_id__in=wanted).select_related("organisation", "post"))
    said = notices.latest(rows)
    for row in rows:
        view = clocks.queries.view(wanted[row.public_id], now)
        yield sections.DayEntry("late" if view.late else "decide", presenting.item(Row(row, said[row.pk])))


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one.public_id: presenting.url(one) for one in notices.seen(actor, public_ids)}
