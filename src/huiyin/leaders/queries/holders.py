"""Whether a post is held and can lead; who stands above it. Read only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.kernel import time
from huiyin.leaders.rules import LEADING_ROLES, taker
from huiyin.organisations.models import Account, Appointment, Organisation, Post


def holding(day: dt.date) -> QuerySet[Appointment]:
    """Appointments that hold on a day, of principals and deputies."""
    running = Appointment.objects.filter(ended_at=None, account__is_active=True, from_on__lte=day)
    return running.filter(Q(until_on=None) | Q(until_on__gte=day))


def holds(post: Post, day: dt.date) -> bool:
    """Whether anybody holds the post on that day."""
    return post.closed_at is None and holding(day).filter(post=post).exists()


def can_sign_in(account: Account, day: dt.date) -> bool:
    return holding(day).filter(account=account, post__closed_at=None).exists()


def leads_cases(post: Post) -> bool:
    """Whether its roles let it answer for cases."""
    return bool(LEADING_ROLES & set(post.roles)) and "administrator" not in post.roles


def fits(post: Post, case: Case) -> bool:
    """Whether the post can answer for this case now: open, held, of the case's office or one above, not excluded."""
    home = post.unit.organisation
    above = case.organisation.path.startswith(home.path)
    return above and leads_cases(post) and not case.excludes(post.pk) and holds(post, time.today(home.zone))


def takes_over(case: Case, post: Post) -> Post | None:
    """Who answers for a case when nobody can in `post` any more: up the superiors, then the heads of the offices above."""
    return taker(_above(post, case), lambda one: fits(one, case))


def superior_of(post: Post) -> Post | None:
    """Who is told when this post owes something: the first superior that is held, else the head of an office above."""
    return taker(_chain(post, post.unit.organisation), lambda one: holds(one, time.today(one.unit.organisation.zone)))


def _above(post: Post, case: Case) -> Iterator[Post]:
    yield from _chain(post, case.organisation)


def _chain(post: Post, office: Organisation) -> Iterator[Post]:
    seen = {post.pk}
    superior = post.reports_to
    while superior is not None and superior.pk not in seen:
        seen.add(superior.pk)
        yield superior
        superior = superior.reports_to
    above: Organisation | None = office
    while above is not None:
        if above.head_post is not None and above.head_post.pk not in seen:
            seen.add(above.head_post.pk)
            yield above.head_post
        above = above.parent
