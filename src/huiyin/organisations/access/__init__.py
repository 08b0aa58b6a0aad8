"""The one gate: who acts, who may do what, who must not know. The table itself is `matrix.py`."""

from .actor import Actor, Place, Reach, Scoped, machine
from .exclusion import OrganisationNode, PostNode, Tree, excluded_posts, next_clear_organisation
from .gate import actor_of, asked_for_second_step, may, owes_second_step, require, scope_filter
from .matrix import MATRIX, ROLES
from .views import StaffRequest, needs, public, to_second_step

__all__ = [
    "MATRIX",
    "ROLES",
    "Actor",
    "OrganisationNode",
    "Place",
    "PostNode",
    "Reach",
    "Scoped",
    "StaffRequest",
    "Tree",
    "actor_of",
    "asked_for_second_step",
    "excluded_posts",
    "machine",
    "may",
    "needs",
    "next_clear_organisation",
    "owes_second_step",
    "public",
    "require",
    "scope_filter",
    "to_second_step",
]
