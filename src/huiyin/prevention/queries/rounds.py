"""Rounds that are due, who goes where, one round with what was seen, the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.prevention import checklists
from huiyin.prevention.actions.rounds import ROUND, may_go
from huiyin.prevention.models import OWED, Answer, Checklist, Hazard, Inspection, Round, RoundStatus

SOON = 7  # days: what is due within them stands under "mine"
LAST = 20
WITH = ("inspection__checklist", "inspection__organisation", "inspection__post__unit", "inspection__deputy", "inspection__mender")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A round in a list."""

    round: Round
    clock: ClockView | None
    answered: int
    hazards: int


@dataclass(frozen=True, slots=True)
class Lists:
    """`mine`: due within days; `next`: the first of the others that this post goes; `office`: every running inspection."""

    mine: tuple[Row, ...]
    next: Row | None
    office: tuple[Row, ...]
    done: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a round, with what was seen."""

    item: dict[str, str]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Page:
    """One round. `before`: what was found at the place and is open, or was lately."""

    round: Round
    inspection: Inspection
    clock: ClockView | None
    lines: tuple[Line, ...]
    can_go: bool
    can_plan: bool
    before: tuple[Hazard, ...]

    @property
    def answered(self) -> int:
        return sum(line.answer is not None for line in self.lines)


def lists(actor: Actor) -> Lists:
    """Of the own house: what this post goes, then everything."""
    due = _rows(_own(actor).filter(status=RoundStatus.DUE).order_by("due_on", "id"))
    soon = time.today(actor.zone) + dt.timedelta(days=SOON)
    named = [row for row in due if _named(actor, row.round.inspection)]
    mine = tuple(row for row in named if row.round.due_on <= soon)
    later = next((row for row in named if row.round.due_on > soon), None)
    done = _rows(_own(actor).filter(status__in=(RoundStatus.DONE, RoundStatus.MISSED))[:LAST])
    return Lists(mine, later, due, done)


def day(actor: Actor, owed: Iterable[Clock]) -> tuple[Row, ...]:
    """For the day list: rounds of this post that are due today or late. `owed`: its open clocks."""
    today = time.today(actor.zone)
    wanted = [clock.subject_id for clock in owed if clock.subject_kind == ROUND and clock.due_on <= today]
    return _rows(Round.objects.filter(public_id__in=wanted, status=RoundStatus.DUE)) if wanted else ()


def page(actor: Actor, public_id: str) -> Page:
    one = visible(actor, public_id)
    inspection = one.inspection
    answers = {row.key: row for row in one.answers.select_related("hazard__owner")}
    here = Q(place=inspection.place) | Q(place__startswith=f"{inspection.place} · ")
    near = Hazard.objects.filter(here, organisation=inspection.organisation)
    lately = Q(status__in=OWED) | Q(ended_at__gte=time.now() - dt.timedelta(days=60), status="closed")
    return Page(
        round=one,
        inspection=inspection,
        clock=next(iter(clocks.queries.of_subject(ROUND, public_id)), None),
        lines=tuple(Line(item, answers.get(item["key"])) for item in one.items),
        can_go=one.status == RoundStatus.DUE and may_go(actor, inspection),
        can_plan=may(actor, "inspection_plan", inspection),
        before=tuple(near.filter(lately).exclude(answers__round=one).order_by("-id")[:8]),
    )


def visible(actor: Actor, public_id: str) -> Round:
    one = Round.objects.select_related(*WITH).filter(public_id=public_id).first()
    if one is None or not may(actor, "inspection_read", one.inspection):
        raise Refused
    return one


def inspection(actor: Actor, public_id: str) -> tuple[Inspection, tuple[Row, ...]]:
    """One inspection with its rounds, the latest first."""
    found = Inspection.objects.select_related("checklist", "organisation", "post__unit", "deputy", "mender")
    row = found.filter(public_id=public_id).first()
    if row is None or not may(actor, "inspection_read", row):
        raise Refused
    return row, _rows(row.rounds.select_related(*WITH)[: LAST * 2])


def seen(actor: Actor, public_ids: Collection[str]) -> list[Inspection]:
    """For notices."""
    rows = Inspection.objects.filter(public_id__in=public_ids).select_related("organisation", "post")
    return [row for row in rows if may(actor, "inspection_read", row)]


def own_lists(actor: Actor) -> tuple[Checklist, ...]:
    return tuple(Checklist.objects.filter(organisation_id=actor.organisation_id).order_by("title"))


def untaken(actor: Actor, language: str) -> tuple[checklists.Starter, ...]:
    """Starter lists that the office has not taken over yet."""
    own = {row.starter for row in own_lists(actor)}
    return tuple(one for one in checklists.every_one(language) if one.name not in own)


def checklist(actor: Actor, public_id: str) -> Checklist:
    row = Checklist.objects.select_related("organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "inspection_read", row):
        raise Refused
    return row


def _named(actor: Actor, one: Inspection) -> bool:
    return actor.post_id in (one.post_id, one.deputy_id)


def due_with(actor: Actor, starter: str) -> tuple[Row, ...]:
    """Due at the own house, with the list that was begun from this starter."""
    found = _own(actor).filter(status=RoundStatus.DUE, inspection__checklist__starter=starter)
    return _rows(found.order_by("due_on", "id"))


def _own(actor: Actor) -> QuerySet[Round]:
    return Round.objects.filter(inspection__organisation_id=actor.organisation_id).select_related(*WITH)


def _rows(found: QuerySet[Round]) -> tuple[Row, ...]:
    rows = list(found.select_related(*WITH))
    watched = clocks.queries.of_subjects(ROUND, [one.public_id for one in rows])
    counted: dict[int, list[str]] = {one.pk: [] for one in rows}
    for round_id, answer in Answer.objects.filter(round__in=rows).values_list("round_id", "answer"):
        counted[round_id].append(answer)
    return tuple(
        Row(
            one,
            next(iter(watched.get(one.public_id, ())), None),
            len(counted[one.pk]),
            counted[one.pk].count(Answer.HAZARD),
        )
        for one in rows
    )
