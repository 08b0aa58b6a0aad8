"""A week of an office: what is late, and what falls due on each day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.functional import cached_property

from huiyin.kernel import calendars, clocks, time
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office

from .sources import Asked, Due, sources

MOST = 500  # clocks of one office that are looked through
DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """`rest`: by the calendar of the office's region."""

    date: dt.date
    rest: bool
    dues: tuple[Due, ...]


@dataclass(frozen=True)
class Week:
    """`late` stands in the present week alone, which has no days that are over. `own`: of one post only."""

    office: Organisation
    first: dt.date
    today: dt.date
    late: tuple[Due, ...]
    days: tuple[Day, ...]
    own: bool

    @property
    def last(self) -> dt.date:
        return self.first + dt.timedelta(days=DAYS - 1)

    @cached_property
    def nothing(self) -> bool:
        return not self.late and not any(day.dues for day in self.days)


def week(actor: Actor, first: dt.date, *, own: bool = False) -> Week:
    """Of the actor's office; `own`: what the actor's own post owes."""
    office = own_office(actor)
    today = time.today(office.zone)
    last = first + dt.timedelta(days=DAYS - 1)
    found = falling_due(actor, first, last, own=own)
    present = first <= today <= last
    late = tuple(due for due in found if due.late) if present else ()
    left = [due for due in found if not (present and due.late)]
    days = [first + dt.timedelta(days=number) for number in range(DAYS)]
    days = [day for day in days if not present or day >= today]
    return Week(
        office=office, first=first, today=today, late=late, own=own,
        days=tuple(Day(day, _rest(day, office), tuple(due for due in left if due.on == day)) for day in days),
    )  # fmt: skip


def falling_due(actor: Actor, first: dt.date, last: dt.date, *, own: bool = False) -> list[Due]:
    """On these days (both included), and what is late; in the order of days. `own`: what the actor's own post owes."""
    found = sorted(_dues(actor, first, last, own), key=lambda due: (due.on, str(due.what), due.title))
    return [due for due in found if due.owner == actor.reference] if own else found


def _dues(actor: Actor, first: dt.date, last: dt.date, own: bool) -> list[Due]:
    """Of every room; the clocks of the office's posts, or of the own one, are asked for once."""
    posts = Post.objects.filter(unit__organisation_id=actor.organisation_id)
    titles = {post.reference: post.title for post in (posts.filter(pk=actor.post_id) if own else posts)}
    asked_ones = sources(own=own)
    kinds = {kind for _source, its_kinds in asked_ones for kind in its_kinds}
    owed = clocks.queries.owed_until(titles, last, subject_kinds=kinds, limit=MOST)
    asked = Asked(actor, first, last, owed, titles)
    return [
        due
        for source, its_kinds in asked_ones
        for due in source(replace(asked, owed=[one for one in owed if one.subject_kind in its_kinds]))
    ]


def _rest(day: dt.date, office: Organisation) -> bool:
    return not calendars.working_day(day, office.region).working_day
