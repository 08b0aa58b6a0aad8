"""Which posts a task concerns: who owes it, who stands above, who gave it. Read only; the excluded are passed over."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.organisations.models import Organisation, Post

from .models import Task

OUTSIDE = "outside"


def owner_of(task: Task) -> Post | None:
    """The named post; until one is named the office's desk, else its head. None: nobody there yet."""
    return _clear(task, [task.post, *with_role(task.organisation, "registrar"), task.organisation.head_post])


def owner_reference(task: Task) -> str:
    """The same for a clock; an office without anybody is spoken to by letter."""
    post = owner_of(task)
    return post.reference if post else f"{OUTSIDE}:{task.organisation.public_id}"


def superior_of(task: Task, post: Post | None, organisation: Organisation) -> Post | None:
    """Who stands above a post of that office: its own superior, the head, else the office above."""
    above = organisation.parent
    higher = [*with_role(above, "supervisor"), above.head_post] if above else []
    chain = [post.reports_to if post else None, organisation.head_post, *higher]
    return _clear(task, [one for one in chain if one is not None and one != post])


def post_of(reference: str) -> Post | None:
    """The post of a reference."""
    found = Post.objects.select_related("reports_to", "unit__organisation")
    return found.filter(public_id=reference.removeprefix("post:")).first()


def with_role(organisation: Organisation, role: str) -> list[Post]:
    """Posts of an office that carry the role."""
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).select_related("reports_to", "unit")
    return [post for post in posts if role in post.roles and "administrator" not in post.roles]


def nameable(task: Task) -> list[Post]:
    """Whom the office can name: no administrator, nobody who must not know."""
    posts = Post.objects.filter(unit__organisation_id=task.organisation_id, closed_at=None).select_related("unit")
    return [post for post in posts.order_by("id") if "administrator" not in post.roles and not task.excludes(post.pk)]


def _clear(task: Task, posts: Iterable[Post | None]) -> Post | None:
    return next((one for one in posts if one is not None and not one.closed_at and not task.excludes(one.pk)), None)
