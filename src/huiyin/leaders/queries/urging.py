"""Who can be urged in a led case: whoever works on the case here, and the other offices that have to do with it."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, Post

from .holders import holding

WORKS = frozenset({"handler", "registrar"})


@dataclass(frozen=True, slots=True)
class Receiver:
    """`key`: what the form sends. Without a post the office names one itself."""

    key: str
    label: str
    organisation: Organisation
    post: Post | None = None


def receivers(case: Case, *, by: Actor) -> list[Receiver]:
    """The handler first, then the others of the office who work on cases, then the offices at the table. No excluded one,
    and nobody urges themselves.
    """
    office = case.organisation
    open_posts = Post.objects.filter(unit__organisation=office, closed_at=None).select_related("unit__organisation")
    held = set(holding(time.today(office.zone)).filter(post__in=open_posts).values_list("post_id", flat=True))
    fitting = [
        p
        for p in open_posts
        if WORKS & set(p.roles) and p.pk in held and p.pk != by.post_id and not case.excludes(p.pk)
    ]
    fitting.sort(key=lambda post: (post.pk != case.handler_id, post.unit_id != case.unit_id, post.pk))
    found = [Receiver(f"post:{p.public_id}", f"{p.title} · {p.unit.name}", office, p) for p in fitting]
    seats = case.involvements.filter(until=None).select_related("organisation").exclude(organisation=office)
    others = {seat.organisation.pk: seat.organisation for seat in seats}
    found += [
        Receiver(f"office:{one.public_id}", one.name, one)
        for one in others.values()
        if one.head_post_id is None or not case.excludes(one.head_post_id)
    ]
    return found
