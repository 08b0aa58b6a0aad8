"""What lies on a post when its holder leaves. Rooms that own work say how much, and see in the same write where it goes.

Only numbers and days are told: who ends an appointment is an administrator, and administrators read no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from huiyin.kernel import clocks, ledger, time

from .models import Post

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from .models import Appointment, Organisation


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much of a kind is open on a post. `kind` is a word for the page, as in “cases”."""

    kind: StrOrPromise
    number: int
    next_due: dt.date | None = None


def owed_work(kind: StrOrPromise, post_reference: str, kinds: Collection[str]) -> OpenWork:
    """Of a room whose open work are its clocks of these kinds."""
    owed = clocks.queries.rows_owed_by(post_reference, subject_kinds=kinds)
    return OpenWork(kind, len(owed), min((one.due_on for one in owed), default=None))


Source = Callable[[str], Sequence[OpenWork]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(post_reference)` be asked when a holder leaves. Sealed work must not be counted by it."""
    if source not in _sources:
        _sources.append(source)


def open_work(post_reference: str) -> list[OpenWork]:
    """Everything open on the post, of every room."""
    return [work for source in _sources for work in source(post_reference) if work.number]


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed about who holds a post, or about the post itself. `leaving`: the appointment that ends, or has a
    last day from now on. `vacant`: nobody holds the post at this moment, or it is closed."""

    post: Post
    leaving: Appointment | None
    vacant: bool
    at: dt.datetime
    actor: str
    actor_title: str = ""


def next_held(post: Post, fits: Callable[[Post], bool] = lambda _post: True) -> Post | None:
    """Who takes up what an empty post owes: the first of its superiors, then of the heads above, who holds a post and fits."""
    seen = {post.pk}
    above: Post | None = post.reports_to
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        if is_held(above) and fits(above):
            return above
        above = above.reports_to
    office: Organisation | None = post.unit.organisation
    while office is not None:
        head = office.head_post
        if head is not None and head.pk not in seen and is_held(head) and fits(head):
            return head
        office = office.parent
    return None


def held_or_above(post: Post, fits: Callable[[Post], bool] = lambda _post: True) -> Post:
    """The post; while nobody holds it, whoever takes up what it owes. The post itself where there is nobody."""
    return post if is_held(post) else next_held(post, fits) or post


def who_answers(reference: str) -> str:
    """The same, from and to what a row keeps of a post (`post:2k4x9m7p3vwt`)."""
    found = Post.objects.select_related("unit__organisation", "reports_to__unit__organisation")
    post = found.filter(public_id=reference.removeprefix("post:")).first()
    return reference if post is None else held_or_above(post).reference


def hand_clocks(change: Change, kinds: Collection[str], *, verb: str) -> Post | None:
    """Where nobody holds the post, whoever is above owes its clocks of these kinds from this moment: that post, or None.

    Part of a follower; each clock has its line `verb` in the ledger.
    """
    after = next_held(change.post) if change.vacant else None
    if after is not None:
        for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=kinds):
            handed = clocks.hand_over(clock, owner=after.reference)
            ledger.record(verb=verb, actor=change.actor, about=clock.about, at=change.at, commits=[handed])
    return after


def is_held(post: Post) -> bool:
    """Whether somebody holds the post today, as principal or as deputy."""
    today = time.today(post.unit.organisation.zone)
    running = post.appointments.filter(ended_at=None, account__is_active=True, from_on__lte=today)
    return post.closed_at is None and running.filter(Q(until_on=None) | Q(until_on__gte=today)).exists()


Follower = Callable[[Change], None]
_followers: list[Follower] = []


def on_change(follower: Follower) -> None:
    """`follower(change)`, inside of the write that changes the post: what it owns there has an owner when the write ends."""
    if follower not in _followers:
        _followers.append(follower)


def changed(change: Change) -> None:
    """Part of an action of this room, behind its own rows."""
    for follower in _followers:
        follower(change)
