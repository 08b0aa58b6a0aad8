"""Proposals to handle two cases as one, for a post that may decide about both. Where it may not, there is no proposal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.cases.models import Case, Concern, Likeness
from huiyin.cases.models.ways import Move, Verdict
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may

MOST = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the people's words as they stand, and where it is."""

    case_id: str
    title: str
    texts: tuple[str, ...]
    place: str
    received_at: dt.datetime
    category: str
    people: int


@dataclass(frozen=True, slots=True)
class Pair:
    """`public_id` is empty where a clerk put the two beside each other without a proposal."""

    public_id: str
    score: int
    older: Side
    newer: Side
    zone: str


def proposals(actor: Actor) -> tuple[Likeness, ...]:
    """Open ones of the post's own office, newest first."""
    if not may(actor, "join"):
        return ()
    return _open(actor, Likeness.objects.filter(organisation_id=actor.organisation_id))


def of_case(actor: Actor, case: Case) -> tuple[Likeness, ...]:
    """Those that a case is part of."""
    if not may(actor, "join", case):
        return ()
    found = Likeness.objects.filter(older=case) | Likeness.objects.filter(newer=case)
    return _open(actor, found)


def pair(actor: Actor, case: Case, number: str) -> Pair:
    """The case beside the one with that number. `Refused` where the post may not decide about both, or there is none."""
    other = (
        Case.objects.select_related("organisation", "category")
        .prefetch_related("exclusions")
        .filter(public_id=number)
        .first()
    )
    if other is None or other.pk == case.pk or not (may(actor, "join", case) and may(actor, "join", other)):
        raise Refused
    older, newer = sorted((case, other), key=lambda one: one.pk)
    found = Likeness.objects.filter(older=older, newer=newer).first()
    return Pair(
        found.public_id if found else "",
        found.score if found else 0,
        _side(older),
        _side(newer),
        case.organisation.zone,
    )


def _open(actor: Actor, found: QuerySet[Likeness]) -> tuple[Likeness, ...]:
    rows = (
        found.filter(verdict=Verdict.OPEN)
        .select_related("older__organisation", "newer__organisation")
        .prefetch_related("older__exclusions", "newer__exclusions")
        .order_by("-id")[:MOST]
    )
    both = (row for row in rows if row.older.bucket != "done" and row.newer.bucket != "done")
    return tuple(row for row in both if may(actor, "join", row.older) and may(actor, "join", row.newer))


def _side(case: Case) -> Side:
    concerns = list(Concern.objects.filter(case=case, left_at=None)[:MOST])
    return Side(
        case_id=case.public_id,
        title=case.title,
        texts=tuple(dict.fromkeys(one.text for one in concerns)),
        place=next((one.place for one in concerns if one.place), ""),
        received_at=case.received_at,
        category=str(case.category.title.get("zh-hans", "")) if case.category else "",
        people=len(concerns),
    )


def joined(actor: Actor, case: Case) -> tuple[tuple[Case, ...], Case | None]:
    """(cases that were joined with this one, the one into which it went), as far as the post may read them."""
    cases = Case.objects.select_related("organisation").prefetch_related("exclusions")
    came = cases.filter(moved_away__to_case=case, moved_away__kind=Move.JOINED).distinct()
    went = cases.filter(moved_here__from_case=case, moved_here__kind=Move.JOINED).first()
    return (
        tuple(one for one in came if may(actor, "read", one)),
        went if went is not None and may(actor, "read", went) else None,
    )
