"""Who of an office is told of what is due."""

from __future__ import annotations

from huiyin.organisations.access.matrix import HEAD, REGISTRAR
from huiyin.organisations.models import Organisation, Post


def told(office: Organisation) -> list[Post]:
    """The desk, and the head."""
    posts = Post.objects.filter(unit__organisation=office, closed_at=None).order_by("id")
    return [post for post in posts if {HEAD, REGISTRAR} & set(post.roles)]
