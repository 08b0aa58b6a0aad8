"""The check of a draft, each mark with what was decided about it; and one mark, as the legal reviewer decides on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from huiyin.kernel import clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may, require
from huiyin.organisations.models import Organisation, Post, Unit
from huiyin.plans import changes, marks, people, rules
from huiyin.plans.models import Answer, Overruling, Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark of the check. `asked`: that somebody thinks it mistaken, and what was decided; `replaceable`: by one button."""

    mark: marks.Mark
    asked: Overruling | None
    replaceable: bool

    @property
    def overruled(self) -> bool:
        return self.asked is not None and self.asked.answer == Answer.OVERRULED

    @property
    def stops(self) -> bool:
        """It keeps the head from signing."""
        return self.mark.blocks and not self.overruled


@dataclass(frozen=True, slots=True)
class Checked:
    """All that the check says of a version as it stands; what stops the signature first."""

    rows: tuple[MarkRow, ...]
    report: marks.Report

    @property
    def stopping(self) -> tuple[MarkRow, ...]:
        return tuple(row for row in self.rows if row.stops)

    @property
    def sound(self) -> bool:
        return not (self.rows or self.report.missing or self.report.problems or self.report.outdated)


def checked(version: PlanVersion) -> Checked:
    """Of a version that the asker may read."""
    organisation = version.plan.organisation
    report = _report(version.public_id, version.version, get_language() or "", _units(organisation))
    asked = {
        (row.rule, row.text_hash): row for row in version.plan.overrulings.select_related("reviewer").order_by("id")
    }
    document = version.text
    rows = [
        MarkRow(one, asked.get(one.about), bool(one.instead) and changes.says(document, one.key, one.text))
        for one in report.unlawful
    ]
    return Checked(tuple(sorted(rows, key=lambda row: (not row.stops, row.overruled))), report)


@lru_cache(maxsize=64)
def _report(public_id: str, _edits: int, _language: str, units: frozenset[str]) -> marks.Report:
    """A draft with the same number of edits is the same draft: it is read once, not with every page."""
    return marks.report(PlanVersion.objects.get(public_id=public_id).text, units)


def _units(organisation: Organisation) -> frozenset[str]:
    units = Unit.objects.filter(organisation=organisation).values_list("name", flat=True)
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).values_list("title", flat=True)
    return frozenset((*units, *posts))


@dataclass(frozen=True, slots=True)
class MarkPage:
    """`decides`: this post can decide, and had no hand in the draft. `said`: what the check says of it now; none where the words are gone."""

    mark: Overruling
    plan: Plan
    clock: ClockView | None
    decides: bool
    said: marks.Mark | None


def mark_page(actor: Actor, public_id: str) -> MarkPage:
    """Read by the house, and by legal reviewers above it. `Refused`."""
    found = Overruling.objects.filter(public_id=public_id)
    mark = found.select_related("plan__organisation", "plan_version", "reviewer").first()
    if mark is None:
        raise Refused
    plan = mark.plan
    require(actor, "plan_read", plan)
    able = may(actor, "plan_overrule", plan)
    if not able and actor.organisation_id != plan.organisation_id:
        raise Refused
    dates = clocks.queries.of_subject(rules.MARK, mark.public_id)
    mark.plan_version.plan = plan
    said = next(
        (row.mark for row in checked(mark.plan_version).rows if row.mark.about == (mark.rule, mark.text_hash)), None
    )
    decides = able and not mark.answer and not people.wrote(actor, mark)
    return MarkPage(mark, plan, next(iter(dates), None), decides, said)
