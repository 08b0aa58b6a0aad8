"""Who can be a superior, who can be asked, and who stands above. Read only; the excluded are passed over."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.cases.models import Case
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Organisation, Post

from .models import HardCase, Instruction

LEADING = ("head", "leader")
MOST = 300  # offices that a list of choices holds


def organisations_above(organisation: Organisation) -> list[int]:
    """Ids of the organisation and of those above it, the nearest first."""
    return [int(key) for key in reversed(organisation.path.strip("/").split("/"))]


def superiors(organisation: Organisation, cases: Iterable[Case] = ()) -> list[Post]:
    """Heads and leaders of the office and of those above it, the nearest first."""
    order = organisations_above(organisation)
    posts = [post for post in _posts(order) if set(LEADING) & set(post.roles)]
    posts.sort(key=lambda post: order.index(post.unit.organisation_id))
    held = list(cases)
    return [post for post in posts if not any(case.excludes(post.pk) for case in held)]


def own_posts(organisation: Organisation, cases: Iterable[Case] = ()) -> list[Post]:
    """Posts of the office that can answer or be asked."""
    held = list(cases)
    return [post for post in _posts([organisation.pk]) if not any(case.excludes(post.pk) for case in held)]


def offices_below(path: str) -> list[Organisation]:
    """The office itself and those below it, the nearest levels first."""
    found = Organisation.objects.filter(path__startswith=path, closed_at=None).select_related("head_post")
    return sorted(found.order_by("path")[: MOST * 4], key=lambda one: one.path.count("/"))[:MOST]


def asked_of(case: Case, asker: Post | None) -> list[Post]:
    """Before whom a hard case can be put: leaders of the office, supervisors and leaders above; never who asks."""
    order = organisations_above(case.organisation)
    wanted = {*LEADING, "supervisor"}
    posts = [post for post in _posts(order) if wanted & set(post.roles)]
    posts.sort(key=lambda post: order.index(post.unit.organisation_id))
    return [post for post in posts if not case.excludes(post.pk) and (asker is None or post.pk != asker.pk)]


def next_above(hard: HardCase, post: Post) -> Post | None:
    """The next superior who is there and has not been asked yet: the post's own, the head, then the office above. None: nobody is left."""
    asked = {*hard.hops.values_list("to_id", flat=True), hard.asked_by_id}
    organisation: Organisation | None = post.unit.organisation
    chain: list[Post | None] = [post.reports_to, organisation.head_post if organisation else None]
    above = organisation.parent if organisation else None
    while above is not None:
        chain += [*_with_role(above, "supervisor"), above.head_post]
        above = above.parent
    return next((one for one in chain if one is not None and _askable(hard, one, asked)), None)


def told_of_miss(instruction: Instruction) -> list[Post]:
    """Besides who owes it: the superior, and the office's head."""
    head = instruction.organisation.head_post
    return [
        post
        for post in (instruction.superior, head)
        if post is not None and post.pk != instruction.answers_id and not instruction.excludes(post.pk)
    ]


def _askable(hard: HardCase, post: Post, asked: set[int]) -> bool:
    return post.pk not in asked and is_held(post) and not hard.excludes(post.pk)


def _with_role(organisation: Organisation, role: str) -> list[Post]:
    return [post for post in _posts([organisation.pk]) if role in post.roles]


def _posts(organisations: list[int]) -> list[Post]:
    found = Post.objects.filter(unit__organisation_id__in=organisations, closed_at=None).order_by("id")
    posts = found.select_related("unit__organisation__parent", "reports_to")
    return [post for post in posts if "administrator" not in post.roles]
