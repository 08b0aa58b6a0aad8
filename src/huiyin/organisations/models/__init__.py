"""What this room stores, in parts: the tree, the people, leading groups, and the school year."""

from .groups import GroupMember, LeadingGroup
from .people import Account, Appointment, Device, SignInKey
from .school import SchoolClass, SchoolTerm
from .second_step import CodeApp, LetIn, LinkedIdentity, OpenSession, Passkey, RecoveryCode
from .tree import Competence, Organisation, Post, Unit
from .two_hands import Ended, TwoHands

__all__ = [
    "Account",
    "Appointment",
    "CodeApp",
    "Competence",
    "Device",
    "Ended",
    "GroupMember",
    "LeadingGroup",
    "LetIn",
    "LinkedIdentity",
    "OpenSession",
    "Organisation",
    "Passkey",
    "Post",
    "RecoveryCode",
    "SchoolClass",
    "SchoolTerm",
    "SignInKey",
    "TwoHands",
    "Unit",
]
