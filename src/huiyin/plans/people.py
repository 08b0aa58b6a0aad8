"""Which posts a plan can name: for its roles, for a word on a draft, to decide on a mark. Read only."""

from __future__ import annotations

from huiyin.organisations.access.matrix import ADMINISTRATOR, LEGAL_REVIEWER
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Organisation, Post

from .models import Plan


def posts_of(organisation: Organisation) -> list[Post]:
    """Open posts, the head first."""
    found = Post.objects.filter(unit__organisation=organisation, closed_at=None).select_related("unit__organisation")
    return list(found.order_by("-is_head", "unit_id", "id"))


def reviewers(plan: Plan) -> list[Post]:
    """Who can be asked for a word: every post of the house that reads plans, and the legal reviewers above."""
    own = [post for post in posts_of(plan.organisation) if ADMINISTRATOR not in post.roles]
    return own + [post for post in legal_reviewers(plan) if post not in own]


def legal_reviewers(plan: Plan) -> list[Post]:
    """Held posts that decide on marks: of the house itself first, then of each office above."""
    ids = [int(part) for part in plan.organisation.path.split("/") if part]
    found = Post.objects.filter(unit__organisation_id__in=ids, closed_at=None).select_related("unit__organisation")
    able = [post for post in found if LEGAL_REVIEWER in post.roles and ADMINISTRATOR not in post.roles]
    return sorted(filter(is_held, able), key=lambda post: (-len(post.unit.organisation.path), post.pk))
