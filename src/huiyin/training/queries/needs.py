"""Which posts lack a training that they need, for who plans; what one's own post needs, for everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor, may
from huiyin.training import rules, standing
from huiyin.training.actions.needing import NEED
from huiyin.training.models import Audience, Lesson, Need, Status


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need with its posts. `next`: the lesson of this topic for staff that is still to be held, the first one."""

    need: Need
    clock: ClockView | None
    posts: tuple[rules.Standing, ...]
    next: Lesson | None

    @property
    def lacking(self) -> tuple[rules.Standing, ...]:
        return tuple(one for one in self.posts if one.lacking)

    @property
    def holding(self) -> tuple[rules.Standing, ...]:
        return tuple(one for one in self.posts if not one.lacking)


@dataclass(frozen=True, slots=True)
class Own:
    """A training that the asker's own post needs. `until`: None where it was not taken, or has run out before today."""

    need: Need
    until: dt.date | None
    ran_out: dt.date | None
    next: Lesson | None


def of_office(actor: Actor) -> tuple[NeedRow, ...]:
    """Of the own house, for who plans training there."""
    needs, today = _needs(actor), time.today(actor.zone)
    watched = clocks.queries.of_subjects(NEED, [one.public_id for one in needs])
    lessons = _next(actor)
    return tuple(
        NeedRow(one, next(iter(watched.get(one.public_id, ())), None), standing.of(one, today), lessons.get(one.topic))
        for one in needs
    )


def posts(actor: Actor) -> tuple[int, int]:
    """How many posts of the own house need a training, and how many of these lack one."""
    office = actor.organisation_id
    return standing.counted(_needs(actor), {office: time.today(actor.zone)}).get(office, (0, 0))


def mine(actor: Actor) -> tuple[Own, ...]:
    """What the post needs in which the asker acts."""
    today, lessons, found = time.today(actor.zone), _next(actor), []
    for need in _needs(actor):
        if all(one.post_id != actor.post_id or one.account_id != actor.account_id for one in standing.held(need)):
            continue
        day = standing.own(actor, need)
        good = day is not None and day >= today
        found.append(Own(need, day if good else None, None if good else day, lessons.get(need.topic)))
    return tuple(found)


def seen(actor: Actor, public_ids: Collection[str]) -> list[Need]:
    """For notices, the day and the agenda."""
    rows = Need.objects.filter(public_id__in=public_ids).select_related("organisation", "post")
    return [row for row in rows if may(actor, "training_read", row)]


def day(actor: Actor, owed: Sequence[Clock]) -> list[tuple[Need, ClockView | None]]:
    """For the day list: what this post sees to and is due. `owed`: its open clocks, near ones only."""
    if not owed:
        return []
    watched = clocks.queries.of_subjects(NEED, [one.subject_id for one in owed])
    rows = seen(actor, list(watched))
    return [(row, next(iter(watched[row.public_id]), None)) for row in rows]


def _needs(actor: Actor) -> list[Need]:
    found = Need.objects.filter(organisation_id=actor.organisation_id, ended_at=None)
    return list(found.select_related("organisation", "post"))


def _next(actor: Actor) -> dict[str, Lesson]:
    """Topic -> the first lesson for staff that is still to be held."""
    found = Lesson.objects.filter(organisation_id=actor.organisation_id, status=Status.PLANNED)
    first: dict[str, Lesson] = {}
    for one in found.exclude(audience=Audience.PUPILS).order_by("due_on", "id"):
        first.setdefault(one.topic, one)
    return first
