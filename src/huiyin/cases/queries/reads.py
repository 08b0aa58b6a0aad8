"""Who opened a case: by post and day for its head, by number and day for the person. There is no list by reader."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count

from huiyin.cases.models import Case, CaseRead, Concern

from .own_view import stays_of


@dataclass(frozen=True, slots=True)
class Reader:
    """A post, who held it then, and the days on which the case was opened from it, the last first."""

    post: str
    office: str
    holder: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class ReadDay:
    day: dt.date
    posts: int


def readers_of(case: Case) -> Sequence[Reader]:
    """Of this case alone, who came last first. The caller has asked `may(actor, "see_readers", case)`."""
    rows = CaseRead.objects.filter(case=case).order_by("-on", "-id")
    days: dict[tuple[str, str, str], list[dt.date]] = defaultdict(list)
    for row in rows.select_related("appointment__account", "appointment__post__unit__organisation"):
        post = row.appointment.post
        days[post.title, post.unit.organisation.short_name, row.appointment.account.display_name].append(row.on)
    return [Reader(post, office, holder, tuple(found)) for (post, office, holder), found in days.items()]


def read_on(concern: Concern) -> Sequence[ReadDay]:
    """On which days how many posts opened the case while the concern was in it, the last day first."""
    posts: dict[dt.date, int] = {}
    for stay in stays_of(concern):
        zone = ZoneInfo(stay.cases[-1].organisation.zone)
        rows = CaseRead.objects.filter(case__in=[case.pk for case in stay.cases])
        if stay.since is not None:
            rows = rows.filter(on__gte=stay.since.astimezone(zone).date())
        if stay.until is not None:
            rows = rows.filter(on__lte=stay.until.astimezone(zone).date())
        for day, number in rows.values_list("on").annotate(Count("appointment__post", distinct=True)).order_by():
            posts[day] = max(posts.get(day, 0), number)
    return [ReadDay(day, posts[day]) for day in sorted(posts, reverse=True)]
