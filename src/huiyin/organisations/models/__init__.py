"""What this room stores, in parts: the tree, the people, leading groups, and the school year."""

from .groups import GroupMember, LeadingGroup
from .people import Account, Appointment, SignInKey
from .school import SchoolClass, SchoolTerm
from .tree import Competence, Organisation, Post, Unit

__all__ = [
    "Account",
    "Appointment",
    "Competence",
    "GroupMember",
    "LeadingGroup",
    "Organisation",
    "Post",
    "SchoolClass",
    "SchoolTerm",
    "SignInKey",
    "Unit",
]
