"""Which notices go now: alarms first, in order for each recipient, none to a gateway that is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection as database
from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kernel import ids, store

from . import breaker, rules, standings
from .models import OPEN, Notice, State


def lease(now: dt.datetime, batch: int, *, alarms: bool | None = None) -> list[Notice]:
    """At most `batch` notices, one a recipient and kind, taken for this worker. `alarms`: these alone, or all but these."""
    if not _due(now, alarms).exists():
        return []  # the usual case: no write lock for an empty round
    token = ids.public_id()
    with store.write():
        barred = standings.barred(now)
        _go_round(now, barred)
        rows = _due(now, alarms).exclude(channel__in=barred).order_by("-alarm", "next_attempt_at", "id")
        if database.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        chosen = [notice.pk for notice in _let_through(rows[:batch], now)]
        Notice.objects.filter(pk__in=chosen).update(state=State.LEASED, lease=token, next_attempt_at=now + rules.LEASE)
    return list(Notice.objects.filter(pk__in=chosen, lease=token).order_by("-alarm", "id"))


def _due(now: dt.datetime, alarms: bool | None) -> QuerySet[Notice]:
    """Owed, or leased by a worker that died; not while an earlier one of its kind to the same recipient is still open."""
    earlier = Notice.objects.filter(to=OuterRef("to"), alarm=OuterRef("alarm"), state__in=OPEN, pk__lt=OuterRef("pk"))
    due = Notice.objects.filter(state__in=OPEN, next_attempt_at__lte=now).exclude(Exists(earlier))
    return due if alarms is None else due.filter(alarm=alarms)


def _go_round(now: dt.datetime, barred: Iterable[str]) -> None:
    """An alarm does not wait for a gateway that is away while another way is open."""
    for notice in Notice.objects.filter(
        alarm=True, state=State.OWED, channel__in=list(barred), next_attempt_at__lte=now
    ):
        other = rules.other_way(notice.channel, notice.ways, set(barred))
        if other is not None:
            Notice.objects.filter(pk=notice.pk, state=State.OWED).update(channel=other[0], ways=other[1])


def _let_through(rows: Iterable[Notice], now: dt.datetime) -> list[Notice]:
    """Of a gateway that was left alone the first one goes, to see."""
    chosen, probed = list[Notice](), set[str]()
    for notice in rows:
        if notice.channel in probed:
            continue
        if breaker.lets_through(standings.of(notice.channel), now) == 1:
            probed.add(notice.channel)
            if not standings.probe(notice.channel, now, now + rules.LEASE):
                continue  # another worker is seeing already
        chosen.append(notice)
    return chosen
