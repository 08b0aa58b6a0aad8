"""Which posts a notice is for, and which of them have read it. Reads only; actions ask it inside their write, queries outside."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from huiyin.kernel import time
from huiyin.organisations.models import Appointment, Post

from . import rules
from .models import Acknowledgement, Announcement
from .rules import Holder, Standing


def posts_of(row: Announcement) -> list[Post]:
    """For whom of the house it is, of posts that somebody holds today."""
    return [post for post, _holders in _held(row)]


def of(row: Announcement) -> tuple[Standing, ...]:
    """Each post, whether somebody who holds it today has read what counts."""
    read: dict[int, Acknowledgement] = {}
    for one in Acknowledgement.objects.filter(announcement=row).order_by("number"):
        read[one.appointment_id] = one
    found = []
    for post, appointments in _held(row):
        holders = [
            Holder(key, read[key].number, read[key].at) if key in read else Holder(key) for key in sorted(appointments)
        ]
        found.append(rules.standing(post.reference, post.title, holders, row.read_from))
    return tuple(found)


def lacking(row: Announcement) -> list[str]:
    """References of the posts that have not read it."""
    return [one.post for one in of(row) if one.read_at is None]


def _held(row: Announcement) -> list[tuple[Post, set[int]]]:
    today = time.today(row.organisation.zone)
    running = Appointment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), post__unit__organisation_id=row.organisation_id, post__closed_at=None,
        ended_at=None, account__is_active=True, from_on__lte=today,
    )  # fmt: skip
    posts: dict[int, Post] = {}
    holders: defaultdict[int, set[int]] = defaultdict(set)
    for one in running.select_related("post__unit").order_by("post_id"):
        said = {"everybody": row.everybody, "units": row.units, "posts": row.posts}
        if rules.meant(one.post.public_id, one.post.unit.public_id, **said):
            posts[one.post_id] = one.post
            holders[one.post_id].add(one.pk)
    return [(post, holders[key]) for key, post in posts.items()]
