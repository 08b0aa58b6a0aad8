"""Posts of a house: those to choose from, and the one that was chosen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import BadInput
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.models import Organisation, Post


def posts_of(organisation_id: int) -> tuple[tuple[str, str], ...]:
    """(public id, title and unit) of every open post but an administrator's."""
    found = Post.objects.filter(unit__organisation_id=organisation_id, closed_at=None).select_related("unit")
    return tuple(
        (post.public_id, f"{post.title} · {post.unit.name}")
        for post in found.order_by("id")
        if ADMINISTRATOR not in post.roles
    )


def post_of(organisation: Organisation, public_id: str, place: str = "post") -> Post:
    """One of those; `BadInput` at `place` where it is none of them."""
    found = Post.objects.filter(unit__organisation=organisation, closed_at=None, public_id=public_id)
    post = found.select_related("unit", "reports_to").first()
    if post is None or ADMINISTRATOR in post.roles:
        raise BadInput(place, _("Choose a post of this office."), "")
    return post
