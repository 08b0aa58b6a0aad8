"""What waits for a second person, for those who may do the act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Scoped, may
from huiyin.organisations.access.session import actors_in
from huiyin.organisations.models import Post, TwoHands
from huiyin.organisations.two_hands import Seen, act_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """`own`: the asker asked for it and can take it back; else they can confirm or decline it, while it waits in its time."""

    row: TwoHands
    title: StrOrPromise
    seen: Seen
    own: bool
    in_time: bool


def waiting(actor: Actor, public_id: str) -> Waiting:
    """One of them. `Refused` for who may not do the act, exactly as where there is none."""
    row = TwoHands.objects.select_related("organisation").filter(public_id=public_id).first()
    found = _of(actor, row) if row is not None else None
    if found is None:
        raise Refused
    return found


def about(actor: Actor, reference: str) -> Waiting | None:
    """What waits about one thing, for its page."""
    return next(iter(about_any(actor, [reference])), None)


def about_any(actor: Actor, references: Collection[str]) -> list[Waiting]:
    """The same of several things, in one question."""
    rows = TwoHands.objects.select_related("organisation").filter(
        about__in=references, confirmed_at=None, ended_at=None
    )
    return [found for row in rows if (found := _of(actor, row)) is not None]


def all_waiting(actor: Actor) -> list[Waiting]:
    """Of the actor's own office, the newest first."""
    rows = TwoHands.objects.select_related("organisation").filter(
        organisation_id=actor.organisation_id, confirmed_at=None, ended_at=None
    )
    return [found for row in rows[:MOST] if (found := _of(actor, row)) is not None]


def pages(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """Those of these that the actor may open."""
    rows = TwoHands.objects.select_related("organisation").filter(public_id__in=public_ids)
    return [row.public_id for row in rows if _of(actor, row) is not None]


def seconds(permission: str, thing: Scoped, *, without: int) -> list[Post]:
    """Posts whose holder may do it to the thing, other than the account `without`."""
    others = (one for one in actors_in(thing.organisation_id) if one.account_id != without)
    able = {one.post_id for one in others if may(one, permission, thing)}
    return list(Post.objects.filter(pk__in=able).order_by("id"))


def _of(actor: Actor, row: TwoHands) -> Waiting | None:
    kind = act_of(row.act)
    seen = kind.see(row.about)
    if seen is None or not may(actor, kind.permission, seen.thing):
        return None
    return Waiting(row, kind.title, seen, row.asked_by_id == actor.account_id, row.waits and time.now() <= row.until_at)
