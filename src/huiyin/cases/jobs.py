"""What runs by itself in this room."""

from __future__ import annotations

import datetime as dt

from .actions import alike
from .actions.drafting import expire_drafts


def forget_drafts(now: dt.datetime) -> int:
    """Forms that nobody came back to are deleted, with their files. Answers how many of a batch."""
    return expire_drafts(now)


def propose_joining(now: dt.datetime) -> int:
    """New cases are compared with those that are open, once. Answers how many were looked at."""
    return alike.propose(now)
