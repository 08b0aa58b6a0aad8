"""News in Huiyin is passed on to whoever chose to hear of it elsewhere too: that there is some, never what.

What is listed is looked at once; who is to be told waits as `ToTell`, one row an account, until their quiet hours are over.
Who has read everything by then is not told. Alarms do not come this way: they go at once, whatever the hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from huiyin.kernel import ids, store

from . import queries, rules
from .actions import Owed, owe_many
from .models import OPEN, Notice, ToTell

TEMPLATE = "passed-on"
BATCH = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who chose: by which channels, the first one first, and not between these hours. `inbox`: all that they read."""

    reference: str
    inbox: tuple[str, ...]
    channels: tuple[str, ...]
    language: str
    zone: str
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None

    def when(self, now: dt.datetime) -> dt.datetime:
        """The first moment from now on at which they may be told."""
        return rules.after_quiet(now, self.quiet_from, self.quiet_until, self.zone)


def pass_on(now: dt.datetime) -> int:
    """The worker's job: one batch of new notices, and those whose time has come. Answers how many were looked at."""
    return _note(now) + _tell(now)


def _note(now: dt.datetime) -> int:
    rows = list(Notice.objects.filter(to_pass_on=True).order_by("id").values_list("pk", "to")[:BATCH])
    if not rows:
        return 0
    readers = _readers({to for _pk, to in rows})
    with store.write():
        Notice.objects.filter(pk__in=[pk for pk, _to in rows]).update(to_pass_on=False)
        waiting = [ToTell(to=one.reference, due_at=one.when(now)) for one in readers]
        ToTell.objects.bulk_create(waiting, ignore_conflicts=True)
    return len(rows)


def _tell(now: dt.datetime) -> int:
    due = list(ToTell.objects.filter(due_at__lte=now).order_by("due_at")[:BATCH])
    if not due:
        return 0
    readers = {one.reference: one for one in _readers({row.to for row in due})}
    with store.write():
        taken = [row.to for row in due if ToTell.objects.filter(pk=row.pk).delete()[0]]
        told = [readers[to] for to in taken if to in readers]
        later = [ToTell(to=one.reference, due_at=one.when(now)) for one in told if one.when(now) > now]
        ToTell.objects.bulk_create(later, ignore_conflicts=True)
        owe_many([_owed(one) for one in told if one.when(now) <= now and _has_news(one)], at=now)
    return len(due)


def _has_news(reader: Reader) -> bool:
    """Something is unread, and no word of it is on its way already."""
    on_its_way = Notice.objects.filter(to=reader.reference, template=TEMPLATE, state__in=OPEN)
    return bool(queries.unread_count(reader.inbox, most=1)) and not on_its_way.exists()


def _owed(reader: Reader) -> Owed:
    first, *others = reader.channels
    own = reader.reference.partition(":")[2]
    key = f"{TEMPLATE}:{reader.reference}:{ids.public_id()}"
    words = {"language": reader.language}
    return Owed(reader.reference, TEMPLATE, words, f"own:{own}", key, first, ways=tuple(others))


def _readers(references: Collection[str]) -> list[Reader]:
    """Asked of the room that knows people (setting `OUTBOX_READERS`)."""
    ask: Callable[[Collection[str]], Iterable[Reader]] = import_string(settings.OUTBOX_READERS)
    return list(ask(references))
