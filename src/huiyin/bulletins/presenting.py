"""Bulletins as rows, chips, lines and facts of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Fact, Item, Link, Tag

from . import law, rules
from .models import Bulletin, Report, Told
from .queries import Owed, Row
from .wording import BODIES, FIELDS, GRADES, KINDS, STAGES, WAYS


@dataclass(frozen=True, slots=True)
class Body:
    """A line of “to whom”: yes told, go waits, no late. `chip` opens to how the time comes about."""

    name: str
    state: Literal["yes", "go", "no"]
    said: tuple[str, ...]
    chips: tuple[DeadlineChip, ...]

    @property
    def icon(self) -> str:
        return {"yes": "check", "go": "clock", "no": "warning"}[self.state]


def url(bulletin: Bulletin) -> str:
    return reverse("bulletins:bulletin", args=[bulletin.public_id])


def chip(clock: ClockView | None) -> DeadlineChip | None:
    return titled_chip(clock)


def item(row: Row, *, action: Link | None = None) -> Item:
    """A row of a list."""
    bulletin = row.bulletin
    facts: list[Tag | str] = [bulletin.organisation.name]
    if row.last is not None and row.last.sent_at is not None:
        facts.append(f"{STAGES[row.last.stage]} {dates.moment_text(row.last.sent_at, bulletin.organisation.zone)}")
    elif action is None:
        facts.append(Tag(_("nothing sent yet"), "soon"))
    where = row.last.place if row.last else ""
    return Item(str(KINDS[bulletin.kind]), url(bulletin), bulletin.number, where, tuple(facts), chip(row.clock), action)


def body(owed: Owed, zone: str, above: str) -> Body:
    """Who, whether told, and by when."""
    name = above if owed.body == law.ABOVE and above else str(BODIES[owed.body])
    if owed.told:
        late = any(one.late for one in owed.clocks)
        return Body(name, "no" if late else "yes", tuple(told(one, zone) for one in owed.told), _chips(owed))
    late = any(one.late for one in owed.clocks)
    return Body(name, "no" if late else "go", (), _chips(owed))


def told(one: Told, zone: str) -> str:
    """“12:26, by telephone, duty desk”."""
    said = [dates.moment_text(one.at, zone), str(WAYS[one.way]), one.whom]
    return " · ".join(part for part in said if part)


def facts(report: Report, zone: str) -> tuple[Fact, ...]:
    """A report as it went: what is not known is said as not known."""
    kind = law.kind(report.bulletin.kind)
    found = [Fact(FIELDS["occurred_at"], dates.moment_text(report.occurred_at, zone) if report.occurred_at else "")]
    if kind.place:
        found.append(Fact(FIELDS["place"], report.place))
    return (*found, *(Fact(FIELDS[name], value(report, name)) for name in kind.fields if shown(report, name)))


def shown(report: Report, name: str) -> bool:
    return name in rules.NUMBERS or bool(report.texts.get(name))


def value(report: Report, name: str) -> str:
    if name in rules.TEXTS:
        return str(report.texts.get(name, ""))
    number = report.numbers.get(name)
    return _("not known yet") if number is None else str(number)


def grade(report: Report | None) -> str:
    """The grade of an accident, by the numbers that were reported last (生产安全事故报告和调查处理条例 3)."""
    if report is None or report.bulletin.kind != "accident":
        return ""
    return str(GRADES[rules.grade(report.numbers, law.grades())])


def _chips(owed: Owed) -> tuple[DeadlineChip, ...]:
    return tuple(drawn for one in owed.clocks if (drawn := chip(one)) is not None)
