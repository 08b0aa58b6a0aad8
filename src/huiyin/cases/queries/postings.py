"""Letters on their way by post: those of an office, of one case, of one person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.cases.actions.posting_parts import SUBJECT
from huiyin.cases.models import Case, Concern, Posting
from huiyin.cases.models.posting import PostingState
from huiyin.kernel import files
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.kernel.files import Attachment
from huiyin.organisations.access import Actor, may

OPEN = (PostingState.WAITING, PostingState.POSTED)
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A letter on its way, and the date that it owes next."""

    posting: Posting
    clock: ClockView | None


def of_office(actor: Actor, states: Collection[str]) -> list[Line]:
    """What this post may see to, the oldest first; of cases that it may not read there is nothing."""
    rows = Posting.objects.filter(state__in=states, letter__case__organisation_id=actor.organisation_id).order_by("id")
    return _lines([row for row in _fetched(rows)[:MOST] if _sees_to(actor, row.letter.case)])


def of_case(case: Case) -> list[Line]:
    """All of a case."""
    return _lines(_fetched(Posting.objects.filter(letter__case=case).order_by("id")))


def of_concern(concern: Concern) -> list[Posting]:
    """The person's own, for their page."""
    return list(concern.postings.exclude(state=PostingState.DROPPED).select_related("letter"))


def one(actor: Actor, public_id: str) -> Line:
    """Raises `Refused` where there is none, or it is of a case that this post does not see to."""
    found = _fetched(Posting.objects.filter(public_id=public_id)).first()
    if found is None or not _sees_to(actor, found.letter.case):
        raise Refused
    return _lines([found])[0]


def photos(posting: Posting) -> list[Attachment]:
    """The receipts of the post."""
    return list(files.of(posting.reference))


def _sees_to(actor: Actor, case: Case) -> bool:
    return may(actor, "read", case) and may(actor, "serve", case)


def _fetched(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    return rows.select_related("letter__case__organisation", "letter__case__unit", "concern").prefetch_related(
        "letter__case__exclusions", "letter__case__involvements"
    )


def _lines(rows: Collection[Posting]) -> list[Line]:
    dated = clocks.of_subjects(SUBJECT, [row.public_id for row in rows])
    return [Line(row, next(iter(dated.get(row.public_id, ())), None)) for row in rows]
