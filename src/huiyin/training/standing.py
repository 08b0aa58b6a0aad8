"""Which posts a need concerns, and until when each holds it. By account: what somebody took in another post of the house counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from huiyin.duty.models import Member
from huiyin.kernel.calendars.rules import add_months
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Appointment

from . import rules
from .models import Lesson, Need, PostKind, Taken

LEADING = {"leader", "head"}


class Holder(NamedTuple):
    """Who holds a post, as much as is asked here: an office above asks for a county's, and rows of tables take four times as long."""

    office: int
    appointment_id: int
    account_id: int
    post_id: int
    post: str
    title: str
    roles: list[str]

    @property
    def reference(self) -> str:
        """How ledger and outbox name the post."""
        return f"post:{self.post}"


def held(need: Need) -> list[Holder]:
    """Who holds a post that the need concerns, today."""
    return _concerned(need, _people([need]))


def of(need: Need, today: dt.date) -> tuple[rules.Standing, ...]:
    """How each post stands, those that lack it first."""
    found = [one for _post, one in _by_post(need, today)]
    return tuple(sorted(found, key=lambda one: (not one.lacking, one.until or today)))


def lacking(need: Need, today: dt.date) -> list[Holder]:
    """Each post once."""
    return [holder for holder, one in _by_post(need, today) if one.lacking]


def not_taken(lesson: Lesson) -> QuerySet[Appointment]:
    """Who holds a post of the house and has not taken the lesson, by unit."""
    held = Appointment.objects.filter(
        post__unit__organisation_id=lesson.organisation_id, ended_at=None, account__is_active=True, post__closed_at=None
    ).exclude(pk__in=lesson.taken.filter(wrong=None).values("appointment_id"))
    return held.order_by("post__unit_id", "post_id", "id")


def own(actor: Actor, need: Need) -> dt.date | None:
    """Until when the actor's own training holds; None where there is none."""
    return until(_last(need, (actor.account_id,)).get(actor.account_id), need.months)


def counted(needs: Sequence[Need], today: Mapping[int, dt.date]) -> dict[int, tuple[int, int]]:
    """By office: how many posts need a training, and how many of these lack one. `today`: of each office."""
    people, last, needed, lack = _people(needs), _last_of(needs), dict[int, set[int]](), dict[int, set[int]]()
    for need in needs:
        office = need.organisation_id
        for holder, one in _standings(need, _concerned(need, people), last[office, need.topic], today[office]):
            needed.setdefault(office, set()).add(holder.post_id)
            lack.setdefault(office, set()).update([holder.post_id] if one.lacking else [])
    return {office: (len(posts), len(lack[office])) for office, posts in needed.items()}


def _by_post(need: Need, today: dt.date) -> list[tuple[Holder, rules.Standing]]:
    rows = held(need)
    return _standings(need, rows, _last(need, (one.account_id for one in rows)), today)


def _standings(
    need: Need, rows: Sequence[Holder], last: Mapping[int, dt.date], today: dt.date
) -> list[tuple[Holder, rules.Standing]]:
    """Each post once, with one of its holders."""
    posts = {one.post_id: one for one in rows}
    days: dict[int, list[dt.date | None]] = {key: [] for key in posts}
    for one in rows:
        days[one.post_id].append(until(last.get(one.account_id), need.months))
    return [(one, rules.standing(one.title, days[key], today)) for key, one in posts.items()]


@dataclass(frozen=True, slots=True)
class _People:
    """Who holds a post, by office; which of them take part in duty, where a need asks for it."""

    held: Mapping[int, Sequence[Holder]]
    on_duty: frozenset[int]


def _people(needs: Sequence[Need]) -> _People:
    offices = {need.organisation_id for need in needs}
    found = Appointment.objects.filter(
        post__unit__organisation_id__in=offices, ended_at=None, account__is_active=True, post__closed_at=None
    )
    held: dict[int, list[Holder]] = {office: [] for office in offices}
    rows = found.order_by("post_id", "id").values_list(
        "post__unit__organisation_id", "pk", "account_id", "post_id", "post__public_id", "post__title", "post__roles"
    )
    for row in rows:
        held[row[0]].append(Holder(*row))
    asking = {need.organisation_id for need in needs if need.kind == PostKind.DUTY}
    on_duty = Member.objects.filter(organisation_id__in=asking, closed_at=None) if asking else Member.objects.none()
    return _People(held, frozenset(on_duty.values_list("appointment_id", flat=True)))


def _concerned(need: Need, people: _People) -> list[Holder]:
    rows = list(people.held[need.organisation_id])
    if need.kind == PostKind.EVERYBODY:
        return rows
    if need.kind == PostKind.CHOSEN:
        return [one for one in rows if one.post in need.posts]
    if need.kind == PostKind.DUTY:
        return [one for one in rows if one.appointment_id in people.on_duty]
    roles = LEADING if need.kind == PostKind.LEADS else {"registrar"}
    return [one for one in rows if roles & set(one.roles)]


def until(taken_on: dt.date | None, months: int) -> dt.date | None:
    return add_months(taken_on, months) if taken_on else None


def _last(need: Need, accounts: Iterable[int]) -> dict[int, dt.date]:
    taken = Taken.objects.filter(
        Q(lesson__organisation_id=need.organisation_id, lesson__topic=need.topic, wrong=None),
        appointment__account_id__in=set(accounts),
    )
    return dict(taken.values_list("appointment__account_id").annotate(last=Max("on")))


def _last_of(needs: Sequence[Need]) -> defaultdict[tuple[int, str], dict[int, dt.date]]:
    """By office and topic: when each account took it last."""
    taken = Taken.objects.filter(
        lesson__organisation_id__in={need.organisation_id for need in needs}, lesson__topic__in={need.topic for need in needs},
        wrong=None,
    )  # fmt: skip
    found: defaultdict[tuple[int, str], dict[int, dt.date]] = defaultdict(dict)
    rows = taken.values_list("lesson__organisation_id", "lesson__topic", "appointment__account_id")
    for office, topic, account, day in rows.annotate(last=Max("on")):
        found[office, topic][account] = day
    return found
