"""What was assigned from office to office, and what was reported back: for both offices, and for the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from huiyin.cases.actions.assigning import SUBJECT
from huiyin.cases.models import Assignment, Case, Concern, ResultReport
from huiyin.cases.models.case import Kind
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor, may

from . import own_view


@dataclass(frozen=True, slots=True)
class Assigned:
    """`below_id`: the case at the office that got it, for who may read it; else empty. `clock`: the day, as it was counted."""

    assignment: Assignment
    above: str
    below: str
    below_id: str
    clock: ClockView | None
    reports: tuple[ResultReport, ...]


def of_case(actor: Actor, case: Case) -> tuple[Assigned, ...]:
    """What was assigned to the office of this case, and what that office has assigned on; the newest first."""
    if case.kind == Kind.MISCONDUCT:
        return ()
    return tuple(
        _line(one, one.case.public_id if one.case_id != case.pk and may(actor, "read", one.case) else "")
        for one in _rows(Q(case=case) | Q(case__origin=case))
    )


def told(concern: Concern) -> tuple[Assigned, ...]:
    """For the person: where it went from office to office until now."""
    chain = own_view.chain_of(Case.objects.select_related("organisation").get(pk=concern.case_id))
    return tuple(_line(one, "") for one in _rows(Q(case__in=[case.pk for case in chain])))


def _rows(wanted: Q) -> Iterable[Assignment]:
    found = Assignment.objects.filter(wanted).exclude(case__kind=Kind.MISCONDUCT).order_by("-id")
    return found.select_related("organisation", "case__organisation").prefetch_related("reports", "case__exclusions")


def _line(one: Assignment, below_id: str) -> Assigned:
    dates = clocks.of_subject(SUBJECT, one.case.public_id)
    return Assigned(
        one, one.organisation.name, one.case.organisation.name, below_id, dates[0] if dates else None, tuple(one.reports.all())
    )  # fmt: skip
