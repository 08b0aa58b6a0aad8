"""From a plan to what lists, outline and pages draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.kernel.clocks.queries import ClockView
from huiyin.web import clock_chips, dates
from huiyin.web.components import DeadlineChip, Fact, Item, Link, Tag

from . import rules
from .changes import MAIN_FIELD, every, key_of
from .models import Plan, PlanVersion, Status
from .queries import PlanPage, PlanRow
from .queries.lists import Owed
from .schema import PlanDocument, Resource, Step
from .wording import A_PIECE, COLLECTIONS, KINDS, ORIGINS, PHASES, STATUS

HOUR, DAY = 60, 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with the words for what it refers to."""

    step: Step
    role: str
    phase: str
    after: str
    tells: str
    within: str


@dataclass(frozen=True, slots=True)
class StepGroup:
    title: str
    key: str
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A line of the outline: a piece, or the heading of a collection."""

    title: str
    url: str
    key: str = ""
    deep: bool = False
    current: bool = False


def plan_url(plan: Plan, version: PlanVersion | None = None) -> str:
    if version is None:
        return reverse("plans:plan", args=[plan.public_id])
    return reverse("plans:version", args=[plan.public_id, version.number])


def url(name: str, version: PlanVersion, *more: str) -> str:
    """The address of a page of a version."""
    return reverse(f"plans:{name}", args=[version.plan.public_id, version.number, *more])


def chip(clock: ClockView | None) -> DeadlineChip | None:
    return None if clock is None else clock_chips.titled_chip(clock, clock_chips.derivation_rows(clock.derivation))


def item(row: PlanRow, *, office: bool = False) -> Item:
    """A row of the list."""
    facts: list[object] = [row.plan.organisation.short_name] if office else []
    facts += [KINDS[row.plan.kind], _("version %(number)d") % {"number": row.version.number}]
    facts.append(Tag(STATUS[row.version.status], "green" if row.version.status == Status.PUBLISHED else ""))
    if row.draft is not None:
        facts.append(Tag(_("A draft of version %(number)d is being written") % {"number": row.draft.number}))
    if row.version.next_review_on:
        facts.append(_("looked at again on %(day)s") % {"day": dates.day_text(row.version.next_review_on)})
    if row.gaps:
        text = ngettext("%(count)d role that nobody takes", "%(count)d roles that nobody takes", row.gaps)
        facts.append(Tag(text % {"count": row.gaps}, "late", "warning"))
    return Item(row.plan.title, plan_url(row.plan), "", "", tuple(facts), chip(row.clock))  # type: ignore[arg-type]


def owed(row: Owed) -> Item:
    """A word, a decision or a date that waits for the reader."""
    if row.kind == rules.PLAN:
        what, address = _("A plan that you look after"), plan_url(row.plan)
    elif row.kind == rules.MARK:
        what, address = _("Decide whether a mark is mistaken"), reverse("plans:mark", args=[row.subject])
    else:
        what, address = _("Give your word on the draft"), reverse("plans:review", args=[row.subject])
    return Item(row.plan.title, address, "", "", (row.plan.organisation.short_name, what), chip(row.clock))


def steps(document: PlanDocument) -> tuple[StepGroup, ...]:
    """Those of every level first, then what each level adds; in the order in which they come."""
    roles = {role.key: role.title for role in document.roles}
    actions = {step.key: step.action for step in document.steps}

    def rows(found: Iterable[Step]) -> tuple[StepRow, ...]:
        return tuple(
            StepRow(
                step=step,
                role=roles.get(step.role, ""),
                phase=str(PHASES[step.phase]),
                after=actions.get(step.after, ""),
                tells=roles.get(step.tells, step.tells),
                within="" if step.within is None else span(step.within),
            )
            for step in found
        )

    groups = []
    always = [step for step in document.steps if not step.levels]
    if always:
        groups.append(StepGroup(_("At every level"), "steps-always", rows(always)))
    for level in sorted(document.levels, key=lambda one: one.rank):
        if found := [step for step in document.steps if level.key in step.levels]:
            groups.append(StepGroup(level.title, f"steps-{level.key}", rows(found)))
    return tuple(groups)


def span(minutes: int) -> str:
    """A length in the largest unit that it fills."""
    if minutes == 0:
        return _("at once")
    if minutes % DAY == 0:
        days = minutes // DAY
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(count)d h", "%(count)d h", hours) % {"count": hours}
    return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}


def pieces(document: PlanDocument) -> list[tuple[str, str]]:
    """Every piece by its key, for a remark on it."""
    rows = ((key_of(piece), name, piece) for name, _part, piece in every(document))
    return [(key, f"{A_PIECE[name]} · {main(name, piece)[:40]}") for key, name, piece in rows]


def resources(document: PlanDocument) -> list[tuple[Resource, str]]:
    """Each with who keeps it, in words."""
    roles = {role.key: role.title for role in document.roles}
    return [(one, roles.get(one.keeper, one.keeper)) for one in document.resources]


def contents(document: PlanDocument) -> list[Link]:
    """What stands on the page of a plan, in its order. `all-`: the key of a piece is an anchor too, and can be any word."""
    found = [
        Link(f"#all-{name}", COLLECTIONS[name])
        for name in ("roles", "levels", "triggers", "steps", "limits", "contacts", "resources")
        if getattr(document, name)
    ]
    parts = [Link(f"#{part.key}", f"{part.number} {part.title}".strip()) for part in document.parts if part.level == 1]
    last = [Link(f"#all-{name}", COLLECTIONS[name]) for name in ("annexes", "unplaced") if getattr(document, name)]
    return [*found, *parts, *last]


def outline(
    version: PlanVersion, document: PlanDocument, current: str = ""
) -> list[tuple[OutlineRow, list[OutlineRow]]]:
    """Every collection with its pieces, each leading to its form."""

    def row(key: str, title: str, *, deep: bool = False) -> OutlineRow:
        return OutlineRow(title[:80], url("piece", version, key), key, deep, key == current)

    found: list[tuple[OutlineRow, list[OutlineRow]]] = []
    parts: list[OutlineRow] = []
    for part in document.parts:
        parts.append(row(part.key, f"{part.number} {part.title}".strip()))
        parts += [row(clause.key, clause.text, deep=True) for clause in part.clauses]
    found.append((_heading(version, "parts"), parts))
    for name in ("roles", "levels", "triggers", "steps", "limits", "contacts", "resources", "annexes"):
        pieces = getattr(document, name)
        found.append((_heading(version, name), [row(key_of(one), main(name, one)) for one in pieces]))
    return found


def main(collection: str, piece: object) -> str:
    """The one line by which a piece is known."""
    return str(vars(piece)[MAIN_FIELD[collection]])


def facts(page: PlanPage) -> tuple[Fact, ...]:
    """Where the version came from, who signed it, where it was filed."""
    version, zone = page.version, page.plan.organisation.zone
    origin = str(ORIGINS[version.origin])
    found = [
        Fact(_("Office"), page.plan.organisation.name),
        Fact(_("Looked after by"), f"{page.plan.keeper.unit.name} · {page.plan.keeper.title}"),
        Fact(_("Where it came from"), f"{origin}: {version.origin_name}" if version.origin_name else origin),
        Fact(_("Written by"), f"{version.author_title} · {dates.moment_text(version.made_at, zone)}"),
    ]
    if version.approved_at:
        signed = " · ".join(filter(None, (version.approved_name, version.approved_title)))
        found.append(Fact(_("Signed by"), f"{signed} · {dates.moment_text(version.approved_at, zone)}"))
    if version.published_at:
        found.append(Fact(pgettext("plan", "Published"), dates.moment_text(version.published_at, zone)))
    if version.filed_at:
        filed = f"{version.filed_with} · {dates.day_text(version.filed_at, zone)} · {version.filed_proof}"
        found.append(Fact(pgettext("plan", "Filed"), filed))
    return tuple(found)


def _heading(version: PlanVersion, name: str) -> OutlineRow:
    return OutlineRow(str(COLLECTIONS[name]), url("add", version, name), name)
