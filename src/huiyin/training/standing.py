"""Which posts a need concerns, and until when each holds it. By account: what somebody took in another post of the house counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet

from huiyin.duty.models import Member
from huiyin.kernel.calendars.rules import add_months
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Appointment, Post

from . import rules
from .models import Lesson, Need, PostKind, Taken

LEADING = {"leader", "head"}


def held(need: Need) -> list[Appointment]:
    """Who holds a post that the need concerns, today."""
    found = Appointment.objects.filter(
        post__unit__organisation_id=need.organisation_id, ended_at=None, account__is_active=True, post__closed_at=None
    )
    rows = list(found.select_related("post").order_by("post_id", "id"))
    if need.kind == PostKind.EVERYBODY:
        return rows
    if need.kind == PostKind.CHOSEN:
        return [one for one in rows if one.post.public_id in need.posts]
    if need.kind == PostKind.DUTY:
        on_duty = Member.objects.filter(organisation_id=need.organisation_id, closed_at=None)
        ids = set(on_duty.values_list("appointment_id", flat=True))
        return [one for one in rows if one.pk in ids]
    roles = LEADING if need.kind == PostKind.LEADS else {"registrar"}
    return [one for one in rows if roles & set(one.post.roles)]


def of(need: Need, today: dt.date) -> tuple[rules.Standing, ...]:
    """How each post stands, those that lack it first."""
    found = [one for _post, one in _by_post(need, today)]
    return tuple(sorted(found, key=lambda one: (not one.lacking, one.until or today)))


def lacking(need: Need, today: dt.date) -> list[Post]:
    return [post for post, one in _by_post(need, today) if one.lacking]


def not_taken(lesson: Lesson) -> QuerySet[Appointment]:
    """Who holds a post of the house and has not taken the lesson, by unit."""
    held = Appointment.objects.filter(
        post__unit__organisation_id=lesson.organisation_id, ended_at=None, account__is_active=True, post__closed_at=None
    ).exclude(pk__in=lesson.taken.filter(wrong=None).values("appointment_id"))
    return held.order_by("post__unit_id", "post_id", "id")


def own(actor: Actor, need: Need) -> dt.date | None:
    """Until when the actor's own training holds; None where there is none."""
    return until(_last(need, (actor.account_id,)).get(actor.account_id), need.months)


def _by_post(need: Need, today: dt.date) -> list[tuple[Post, rules.Standing]]:
    rows = held(need)
    last = _last(need, (one.account_id for one in rows))
    posts = {one.post_id: one.post for one in rows}
    days: dict[int, list[dt.date | None]] = {key: [] for key in posts}
    for one in rows:
        days[one.post_id].append(until(last.get(one.account_id), need.months))
    return [(post, rules.standing(post.title, days[key], today)) for key, post in posts.items()]


def until(taken_on: dt.date | None, months: int) -> dt.date | None:
    return add_months(taken_on, months) if taken_on else None


def _last(need: Need, accounts: Iterable[int]) -> dict[int, dt.date]:
    taken = Taken.objects.filter(
        Q(lesson__organisation_id=need.organisation_id, lesson__topic=need.topic, wrong=None),
        appointment__account_id__in=set(accounts),
    )
    return dict(taken.values_list("appointment__account_id").annotate(last=Max("on")))
