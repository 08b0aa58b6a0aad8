"""Sets that are made ready in the morning: which are due, what stands on one, which a post may open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import calendars, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.files import storage
from huiyin.kernel.vault import crypto
from huiyin.onpaper import rules
from huiyin.onpaper.models import Making, Morning, MorningSet
from huiyin.organisations.access import Actor, may, require
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.models import Appointment, Organisation, Post

from . import day, sheets


@dataclass(frozen=True, slots=True)
class Wanted:
    office: Organisation
    post: Post
    day: dt.date


def next_due(now: dt.datetime) -> Wanted | None:
    """The first set that nobody makes at the moment. One for a post that nobody holds is not made."""
    wanted = list(_wanted(now))
    found = MorningSet.objects.filter(day__in={one.day for one in wanted}, post__in={one.post for one in wanted})
    there = {(row.post_id, row.day): row for row in found}
    for one in wanted:
        row = there.get((one.post.pk, one.day))
        if is_free(row, now) if row else holder(one.post) is not None:
            return one
    return None


def _wanted(now: dt.datetime) -> Iterator[Wanted]:
    wishes = [one for one in Morning.objects.select_related("organisation").order_by("id") if one.posts]
    known = {one for wish in wishes for one in wish.posts}
    posts = {one.public_id: one for one in Post.objects.filter(public_id__in=known, closed_at=None)}
    for wish in wishes:
        office = wish.organisation
        local = now.astimezone(time.zone_of(office.zone))
        working = wish.every_day or calendars.working_day(local.date(), office.region).working_day
        if rules.is_due(local, wish.hour, every_day=wish.every_day, working_day=working):
            yield from (Wanted(office, posts[one], local.date()) for one in wish.posts if one in posts)


def is_free(row: MorningSet, now: dt.datetime) -> bool:
    """Whether it is to be made and no worker is at it."""
    return row.held_until is not None and row.held_until <= now


def holder(post: Post) -> Actor | None:
    """Who holds the post now, with everything that any holder is kept from: the set lies there for each of them."""
    rows = Appointment.objects.filter(post=post, ended_at=None, account__is_active=True).select_related("account")
    actors = [actor_for(row.account, row.public_id) for row in rows.order_by("deputy", "id")]
    found = [one for one in actors if one is not None and one.post_id == post.pk and may(one, "day_paper")]
    if not found:
        return None
    return replace(found[0], post_ids=frozenset().union(*(one.post_ids for one in found)))


def read(row: MorningSet) -> tuple[day.Today, sheets.Page]:
    """What stands on the set now. `Conflict` where nobody holds its post any more."""
    actor = holder(row.post)
    if actor is None:
        raise Conflict(_("Nobody holds this post now."), _("Name somebody for the post."))
    return day.today(actor), sheets.page(actor, row.sheet.public_id)


def own(actor: Actor, public_id: str) -> MorningSet:
    """A set of the own post. Who came to it after that day does not read it. `Refused`."""
    row = MorningSet.objects.select_related("organisation", "sheet").filter(public_id=public_id).first()
    if row is None:
        raise Refused
    require(actor, "day_paper", row)
    if row.post_id != actor.post_id or not _held_it(actor, row.day):
        raise Refused
    return row


def opened(actor: Actor, public_id: str) -> tuple[MorningSet, bytes]:
    """The PDF of a set of the own post. `Refused`; `Conflict` where it lies here no more."""
    row = own(actor, public_id)
    gone = Conflict(_("This set lies here no more."), _("Print the set of today instead."))
    if not row.at_hand:
        raise gone
    try:
        with storage.open_file(row.stored) as file:
            return row, crypto.unseal(file.read(), crypto.unwrap(bytes(row.wrapped_key), row.reference), row.reference)
    except FileNotFoundError as error:
        raise gone from error


def of_post(actor: Actor) -> list[MorningSet]:
    """The last days' sets of the own post, the newest first; also one that could not be made."""
    since = rules.oldest_kept(time.today(actor.zone))
    found = MorningSet.objects.filter(post_id=actor.post_id, day__gte=since).exclude(state=Making.RUNNING)
    return [row for row in found.select_related("sheet") if _held_it(actor, row.day)]


def _held_it(actor: Actor, on: dt.date) -> bool:
    return Appointment.objects.filter(pk=actor.appointment_id, from_on__lte=on).exists()


def wish_of(actor: Actor) -> Morning | None:
    """What the own office wishes."""
    return Morning.objects.filter(organisation_id=actor.organisation_id).first()


def unheld(wish: Morning | None) -> list[str]:
    """Titles of wished posts for which no set is made: nobody who works on cases holds them now."""
    posts = Post.objects.filter(public_id__in=wish.posts if wish else []).order_by("id")
    return [one.title for one in posts if one.closed_at is not None or holder(one) is None]


def to_forget(now: dt.datetime, most: int) -> list[MorningSet]:
    """Locked, for who drops them: their last day is over in every zone."""
    old = rules.oldest_kept(now.date()) - dt.timedelta(days=1)
    found = MorningSet.objects.select_for_update(of=("self",)).select_related("sheet")
    return list(found.filter(day__lt=old).exclude(stored="").order_by("id")[:most])


def names_in_use(names: list[str]) -> set[str]:
    """For `kernel.files`: which of these files a set needs."""
    return set(MorningSet.objects.filter(stored__in=names).values_list("stored", flat=True))


@dataclass(frozen=True, slots=True)
class Troubles:
    """For `huiyin doctor`, of yesterday and today: how many sets could not be made, and how many the folder did not take."""

    failed: int
    not_in_folder: int


def troubles(now: dt.datetime) -> Troubles:
    found = MorningSet.objects.filter(day__gte=now.date() - dt.timedelta(days=1))
    return Troubles(found.filter(state=Making.FAILED).count(), found.filter(not_in_folder=True).count())
