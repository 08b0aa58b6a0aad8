"""One of several people takes their own concern back: it ends for them alone."""

from __future__ import annotations

from huiyin.cases.models import Concern, ConcernMove, Member
from huiyin.cases.models.ways import Move
from huiyin.kernel import ledger

from .procedure import Doing


def leave(doing: Doing, concern: Concern, reason: str) -> list[ledger.Committed]:
    """Part of an action. What they wrote stays in the record as taken back; they speak for nobody any more."""
    concern.left_at = doing.at
    concern.save(update_fields=["left_at"])
    move = ConcernMove.objects.create(
        concern=concern, kind=Move.LEFT, from_case=doing.case, at=doing.at, actor=doing.actor, reason=reason
    )
    return [move, *step_down(concern)]


def step_down(concern: Concern) -> list[ledger.Committed]:
    """Who goes speaks for the others no longer."""
    member = Member.objects.filter(concern=concern).first()
    if member is None or member.speaks_since is None:
        return []
    member.speaks_since = None
    member.save(update_fields=["speaks_since"])
    return [member]
