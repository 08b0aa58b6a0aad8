"""The terms of schools, from a table, and the dates in school days that rest on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.kernel.calendars.dependents import Move
from huiyin.kernel.clocks import restating
from huiyin.kernel.clocks.facts import Term
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions as organisations
from huiyin.organisations import following
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, SchoolTerm

from .clockwork import SUBJECT

Days = tuple[dt.date, dt.date]  # first and last day, both counted


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of a table. `row` as a spreadsheet shows it; `organisation` a public id."""

    row: int
    organisation: str
    name: str
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line. `row` 0 where it is no one line's fault."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class TermsPlan:
    """What a table would do: which lines are new or differ, how many are there already, which running dates would move."""

    changes: tuple[TermRow, ...]
    already: int
    problems: tuple[Problem, ...]
    moves: tuple[Move, ...]


def plan_terms(rows: Iterable[TermRow]) -> TermsPlan:
    """What loading `rows` would change. Writes nothing."""
    changes, already, problems = [], 0, []
    wanted: dict[str, dict[str, Days]] = {}
    for row in rows:
        terms = wanted.setdefault(row.organisation, _terms_of(row.organisation))
        before = terms.get(row.name)
        terms[row.name] = (row.first_day, row.last_day)
        if before == terms[row.name]:
            already += 1
        else:
            changes.append(row)
    for row in changes:
        problems += _wrong(row, wanted[row.organisation])
    moves = [] if problems else [move for home in _changed(changes) for move in moves_by(home, wanted[home].values())]
    return TermsPlan(tuple(changes), already, tuple(problems), tuple(moves))


def load_terms(*, actor: Actor, plan: TermsPlan) -> int:
    """Save what differs, and count the running dates anew. Answers how many terms were saved. All were checked together."""
    waiting = list(plan.changes)
    with following.together():
        while waiting:
            left = [row for row in waiting if not _saved(actor, row)]
            if len(left) == len(waiting):  # terms that change places: each lies across the other's former days
                _save(actor, left[0])
            waiting = left
    return len(plan.changes)


def moves_by(organisation: str, days: Iterable[Days]) -> list[Move]:
    """Which running dates of an organisation would move if these were its terms. Writes nothing."""
    return list(restating.retermed(_clocks(organisation), _terms(days)))


def follow(organisation: str) -> None:
    """Count every running date in school days by the terms as they are now; each that moves says why, and people are told."""
    terms = _terms(_terms_of(organisation).values())
    after = 0
    while True:
        batch = restating.reterm_batch(_clocks(organisation), terms, because=f"terms:{organisation}", after=after)
        if not batch.last:
            return
        after = batch.last


def _saved(actor: Actor, row: TermRow) -> bool:
    try:
        _save(actor, row)
    except BadInput:
        return False
    return True


def _save(actor: Actor, row: TermRow) -> None:
    organisations.save_term(
        actor=actor,
        organisation=row.organisation,
        name=row.name,
        first_day=row.first_day,
        last_day=row.last_day,
    )


def _wrong(row: TermRow, terms: Mapping[str, Days]) -> list[Problem]:
    if row.last_day <= row.first_day:
        return [Problem(row.row, "last day", _("The term ends before it starts."))]
    across = [
        name
        for name, (first, last) in terms.items()
        if name != row.name and first <= row.last_day and last >= row.first_day
    ]
    words = _("These days lie across the term “%(name)s”.")
    return [Problem(row.row, "first day", words % {"name": name}) for name in across[:1]]


def _changed(changes: Sequence[TermRow]) -> list[str]:
    return list(dict.fromkeys(row.organisation for row in changes))


def _terms_of(organisation: str) -> dict[str, Days]:
    rows = SchoolTerm.objects.filter(organisation__public_id=organisation)
    return {row.name: (row.first_day, row.last_day) for row in rows}


def _terms(days: Iterable[Days]) -> list[Term]:
    return [Term(first, last) for first, last in sorted(days)]


def _clocks(organisation: str) -> QuerySet[Clock]:
    """The open clocks of the organisation's cases."""
    home = Organisation.objects.get(public_id=organisation)
    cases = Case.objects.filter(organisation=home).values("public_id")
    return Clock.objects.filter(subject_kind=SUBJECT, ended_at__isnull=True, subject_id__in=cases)
