"""Reception days: what is published for everybody, the office's calendar, and the queue of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.receptions import rules
from huiyin.receptions.actions.moving import free_days
from huiyin.receptions.actions.parts import own_time
from huiyin.receptions.models import Booking, BookingStatus, DayStatus, OwnTimes, ReceptionDay

AHEAD = dt.timedelta(days=92)
MOST = 60


@dataclass(frozen=True, slots=True)
class PublicDay:
    """A day as everybody reads it: the post, never a name. `left`: places that can be booked."""

    day: ReceptionDay
    left: int
    over: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be chosen."""

    day: ReceptionDay
    slot: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The day's queue without a name or a word: numbers alone."""

    day: ReceptionDay
    called: int | None
    waiting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One booking as the desk sees it. `at`: its time, empty for who came without one."""

    booking: Booking
    at: dt.datetime | None


def published(now: dt.datetime) -> tuple[PublicDay, ...]:
    """What every office of the installation has published, the next day first."""
    today = now.date() - dt.timedelta(days=1)  # a zone may be a day behind
    rows = ReceptionDay.objects.filter(on__gte=today, on__lte=today + AHEAD).select_related(
        "organisation", "post", "instead"
    )
    found = [
        one for one in rows.order_by("on", "starts_at", "id")[:MOST] if one.on >= time.today(one.organisation.zone)
    ]
    return _with_places(found, now)


def public_day(public_id: str) -> ReceptionDay:
    """`Refused` where there is none."""
    day = ReceptionDay.objects.select_related("organisation", "post", "instead").filter(public_id=public_id).first()
    if day is None:
        raise Refused
    return day


def choices(organisation: Organisation, case: Case | None, now: dt.datetime, most: int = 60) -> tuple[Place, ...]:
    """Places of an office that can be taken, the next first."""
    found = [
        Place(one.day, slot, one.day.begins(slot)) for one in free_days(organisation, case, now) for slot in one.slots
    ]
    return tuple(found[:most])


def calendar(actor: Actor, now: dt.datetime) -> tuple[PublicDay, ...]:
    """The days of the asker's own office, cancelled ones too."""
    today = time.today(actor.zone)
    rows = ReceptionDay.objects.filter(organisation_id=actor.organisation_id, on__gte=today).select_related(
        "organisation", "post", "instead"
    )
    return _with_places(list(rows.order_by("on", "starts_at", "id")[:MOST]), now)


def today(actor: Actor) -> tuple[ReceptionDay, ...]:
    """Whose day it is today at the asker's office."""
    rows = ReceptionDay.objects.filter(
        organisation_id=actor.organisation_id, on=time.today(actor.zone), status=DayStatus.PUBLISHED
    )
    return tuple(rows.select_related("organisation", "post").order_by("starts_at", "id"))


def next_day(actor: Actor) -> ReceptionDay | None:
    """The next one that is published."""
    rows = ReceptionDay.objects.filter(
        organisation_id=actor.organisation_id, on__gte=time.today(actor.zone), status=DayStatus.PUBLISHED
    )
    return rows.select_related("organisation", "post").order_by("on", "starts_at").first()


def queue(public_id: str) -> Queue:
    """For the screen in the waiting room."""
    day = public_day(public_id)
    rows = Booking.objects.filter(day=day, number__isnull=False).order_by("number")
    waiting = [row.number for row in rows if row.status == BookingStatus.HERE and row.number]
    called = [row for row in rows if row.status == BookingStatus.CALLED and row.called_at]
    last = max(called, key=lambda row: (row.called_at, row.number), default=None)
    return Queue(day, last.number if last else None, tuple(waiting))


def lines(actor: Actor, public_id: str) -> tuple[ReceptionDay, tuple[Line, ...]]:
    """Who has booked and who waits, for the desk. What the asker must not know of is not there."""
    day = public_day(public_id)
    if not may(actor, "receive", day):
        raise Refused
    rows = Booking.objects.filter(day=day).exclude(status=BookingStatus.CANCELLED).select_related("case", "concern")
    seen = [
        row
        for row in rows.prefetch_related("case__exclusions")
        if not row.hidden_from(actor.post_ids | {actor.post_id})
    ]
    seen.sort(key=lambda row: (row.slot is None, row.slot or 0, row.number or 0))
    return day, tuple(Line(row, day.begins(row.slot) if row.slot is not None else None) for row in seen)


def leaders(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Who can hold a day: the office's posts, those that lead first."""
    rows = Post.objects.filter(unit__organisation_id=actor.organisation_id, closed_at=None).select_related("unit")
    able = [row for row in rows if "administrator" not in row.roles]
    able.sort(key=lambda row: (not {"head", "leader"} & set(row.roles), row.pk))
    return tuple((row.public_id, row.title) for row in able)


def own_times(actor: Actor) -> tuple[OwnTimes | None, dict[str, int]]:
    """The office's own numbers as they hold today, and the row if it has set them."""
    home = own_office(actor)
    names = {"offer_days": "offer", "minutes_days": "show_minutes", "acknowledge_hours": "acknowledge"}
    row = OwnTimes.objects.filter(organisation=home).first()
    return row, {field: own_time(home, name)[0] for field, name in names.items()}


def _with_places(days: list[ReceptionDay], now: dt.datetime) -> tuple[PublicDay, ...]:
    taken: dict[int, set[int]] = {}
    booked = Booking.objects.filter(day__in=days, slot__isnull=False).exclude(status=BookingStatus.CANCELLED)
    for row in booked.only("day_id", "slot"):
        taken.setdefault(row.day_id, set()).add(row.slot or 0)
    found = []
    for day in days:
        count = rules.places(day.starts_at, day.ends_at, day.slot_minutes)
        free = rules.free_places(count, taken.get(day.pk, ()), [day.begins(slot) for slot in range(count)], now)
        over = day.begins(count) < now
        found.append(PublicDay(day, len(free) if day.status == DayStatus.PUBLISHED else 0, over))
    return tuple(found)
