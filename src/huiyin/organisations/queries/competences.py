"""Who is competent for what: the table as a page shows it, and the proposal for one matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from huiyin.kernel import time
from huiyin.organisations import competence as rules
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.models import Competence, Organisation


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """A row with its office. `where` and `named`: as `competence.propose` found it; `wider`: about more than was asked."""

    public_id: str
    organisation: str
    name: str
    kind: str
    category: str
    area: str
    note: str
    source: str
    from_on: dt.date
    until_on: dt.date | None
    holds: bool = True
    where: rules.Where = "elsewhere"
    named: bool = False
    wider: bool = False


@dataclass(frozen=True, slots=True)
class Competent:
    """Who is competent by the data: the lowest first, then the others with why. Empty: nobody has entered anything."""

    best: tuple[CompetenceRow, ...] = ()
    others: tuple[CompetenceRow, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.best)

    @property
    def here(self) -> bool:
        """Whether the office that asked is proposed."""
        return any(row.where == "here" for row in self.best)

    @property
    def also_here(self) -> bool:
        """Whether it is competent at all, be it after a lower one."""
        return self.here or any(row.where == "here" for row in self.others)

    def differs(self, *, keeps: bool) -> bool:
        """Whether who keeps it (or does not) decides otherwise than the data say. A row for every subject says too little."""
        if keeps:
            return any(row.category for row in self.best) and not self.also_here
        return self.here and any(row.category for row in self.best)


def who_is_competent(
    home: Organisation, category: str, *, words: str = "", excluded: Collection[int] = (), day: dt.date | None = None
) -> Competent:
    """Asked by the office `home` about a category. `excluded`: offices that must not learn of it, by key."""
    stored = list(_covering(category))
    offices = {row.organisation_id: _office(row.organisation) for row in stored}
    found = rules.propose(
        [_rule(row) for row in stored],
        offices,
        category=category,
        here=home.path,
        words=words,
        day=day or time.today(home.zone),
        excluded=excluded,
    )
    by_key = {row.pk: row for row in stored}
    return Competent(
        tuple(_fit(by_key[fit.rule.key], fit) for fit in found.best),
        tuple(_fit(by_key[fit.rule.key], fit) for fit in found.others),
    )


def competences(actor: Actor) -> list[CompetenceRow]:
    """The whole table with its history: what an office is competent for is no secret."""
    if not may(actor, "view_competences"):
        return []
    today = time.today(actor.zone)
    stored = Competence.objects.select_related("organisation").order_by(
        "organisation__path", "category", "-from_on", "-id"
    )
    return [_row(row, holds=_rule(row).holds(today)) for row in stored]


def competence_view(actor: Actor, public_id: str) -> CompetenceRow | None:
    """One row, for who may change it."""
    row = Competence.objects.select_related("organisation").filter(public_id=public_id).first()
    if row is None or not may(actor, "manage_competences", Place(row.organisation_id, row.organisation.path)):
        return None
    return _row(row, holds=_rule(row).holds(time.today(row.organisation.zone)))


def subjects_below(home: Organisation) -> list[str]:
    """Categories for which the lowest competent office is one under `home`: who comes to `home` is told which."""
    rows = list(
        Competence.objects.select_related("organisation").filter(
            Q(until_on=None) | Q(until_on__gte=time.today(home.zone))
        )
    )
    offices = {row.organisation_id: _office(row.organisation) for row in rows}
    known = [_rule(row) for row in rows]
    below = {
        row.category for row in rows if row.organisation.path.startswith(home.path) and row.organisation_id != home.pk
    }
    found = []
    for category in sorted(below - {""}):
        best = rules.propose(
            known, offices, category=category, here=home.path, words="", day=time.today(home.zone)
        ).best
        if best and all(fit.where == "below" for fit in best):
            found.append(category)
    return found


def rows_below(home: Organisation) -> list[CompetenceRow]:
    """Rows in force of offices under `home` that take cases, in the order of the tree: what may be told at a higher level."""
    today = time.today(home.zone)
    stored = (
        Competence.objects.select_related("organisation")
        .filter(Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today, organisation__closed_at=None)
        .filter(organisation__path__startswith=home.path)
        .exclude(organisation=home)
        .exclude(organisation__kind=Organisation.Kind.DISCIPLINE_OFFICE)
        .order_by("category", "organisation__path", "id")
    )
    return [_row(row) for row in stored]


def _covering(category: str) -> list[Competence]:
    found = Competence.objects.select_related("organisation").filter(category__in=rules.covering(category))
    return list(found.order_by("id"))


def _rule(row: Competence) -> rules.Rule:
    return rules.Rule(row.pk, row.organisation_id, row.category, row.area, row.from_on, row.until_on)


def _office(row: Organisation) -> rules.Office:
    takes = row.closed_at is None and row.kind != Organisation.Kind.DISCIPLINE_OFFICE
    return rules.Office(row.pk, row.path, rules.LEVELS.get(row.kind, 1), takes)


def _fit(row: Competence, fit: rules.Fit) -> CompetenceRow:
    return _row(row, where=fit.where, named=fit.named, wider=fit.wider)


def _row(
    row: Competence, *, holds: bool = True, where: rules.Where = "elsewhere", named: bool = False, wider: bool = False
) -> CompetenceRow:
    home = row.organisation
    return CompetenceRow(
        row.public_id, home.public_id, home.name, home.kind, row.category, row.area, row.note, row.source,
        row.from_on, row.until_on, holds, where, named, wider,
    )  # fmt: skip
