"""What was asked before, for the office and for the person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.cases.models import Case, Concern, Repeat, Reply
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.models.ways import By
from huiyin.organisations.access import Actor, may

FINAL = "final_decision"  # 条例 36¶3: after the second review


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier case about it. `answered`: the written answer, where who looks may read it; `final`: after the last step."""

    case_id: str
    title: str
    received_at: dt.datetime
    outcome: str
    answered: str
    answered_at: dt.datetime | None
    told: str
    by_code: bool
    final: bool
    zone: str


def for_office(actor: Actor, case: Case) -> tuple[Before, ...]:
    """Those that this post may read; the others leave no trace."""
    rows = _rows(case)
    return tuple(_before(row, whole=True) for row in rows if may(actor, "read", row.earlier))


def for_person(concern: Concern) -> tuple[Before, ...]:
    """By their own old code: the very answer. By the matter: what the office says was answered."""
    own = [row for row in _rows(concern.case) if row.concern_id in (None, concern.pk)]
    return tuple(_before(row, whole=row.by == By.CODE) for row in own)


def is_final(case: Case) -> bool:
    """Whether the last step of the statutory procedure is behind it: the same facts and reasons are not taken on anew."""
    return any(track.state == FINAL for track in case.tracks.all())


def _rows(case: Case) -> list[Repeat]:
    return list(Repeat.objects.filter(case=case).select_related("earlier__organisation", "concern"))


def _before(row: Repeat, *, whole: bool) -> Before:
    earlier = row.earlier
    reply = Reply.objects.filter(case=earlier, status=ReplyStatus.ISSUED).order_by("issued_at").last()
    review = earlier.reviews.filter(status="issued").order_by("id").last()
    answered = (review.decision if review else "") or (reply.decision if reply else "")
    return Before(
        case_id=earlier.public_id,
        title=earlier.title if whole else "",
        received_at=earlier.received_at,
        outcome=reply.outcome if reply else "",
        answered=answered if whole else "",
        answered_at=reply.issued_at if reply else None,
        told=row.told,
        by_code=row.by == By.CODE,
        final=is_final(earlier),
        zone=earlier.organisation.zone,
    )
