"""Lists of cases for staff: permission is part of the index, newest first, page by page, never with an exact total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.cases.models import Case, CaseScope, Exclusion
from huiyin.cases.models.case import Bucket
from huiyin.cases.search.queries import find
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import BELOW, ORGANISATION, UNIT

PAGE = 25
SHOWN = (
    "public_id", "title", "summary", "channel", "kind", "bucket", "handled_at", "agreed_at",
    "organisation__short_name", "unit__name", "handler__title",
)  # fmt: skip
FETCHED = ("organisation__parent", "unit", "handler", "leader", "category__parent__parent", "assignment__organisation")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of a list. `clock` is the date that comes next, or the first that is late."""

    public_id: str
    title: str
    summary: str
    channel: str
    kind: str
    bucket: str
    organisation: str
    unit: str
    handler: str
    unsettled: bool
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: the public id from which the next page starts; empty on the last one."""

    rows: tuple[CaseRow, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. `mine`: of the posts that the asker holds."""

    bucket: str = ""
    mine: bool = False
    after: str = ""
    query: str = ""


def cases(actor: Actor, filters: Filters) -> Page:
    """The cases that `actor` may list, newest first. `BadInput` for a search that looks like a person's number."""
    scope = scope_of(actor)
    if not scope:
        return Page(())
    before = _before(actor, filters.after)
    if filters.query.strip():
        keys = _searched(actor, scope, filters, before)
    elif filters.mine:
        keys = _of_handler(actor, filters, before)
    else:
        keys = _listed(actor, scope, filters, before)
    shown = _in_order(keys[:PAGE])
    return Page(rows(shown), shown[-1].public_id if len(keys) > PAGE else "")


def scope_of(actor: Actor) -> str:
    """The one scope in which the actor's list is kept; empty where there is none."""
    scope = widest_scope(actor, "list")
    prefix = {BELOW: f"b{actor.organisation_id}", ORGANISATION: f"o{actor.organisation_id}", UNIT: f"u{actor.unit_id}"}
    return prefix[scope] if scope else ""


def rows(found: Sequence[Case]) -> tuple[CaseRow, ...]:
    """The lines of a page, with the next date of each, in one query for all."""
    clocks = of_subjects("case", [case.public_id for case in found])
    return tuple(row(case, next_clock(clocks.get(case.public_id, ()))) for case in found)


def row(case: Case, clock: ClockView | None) -> CaseRow:
    """One line."""
    return CaseRow(
        public_id=case.public_id,
        title=case.title,
        summary=case.summary,
        channel=case.channel,
        kind=case.kind,
        bucket=case.bucket,
        organisation=case.organisation.short_name,
        unit=case.unit.name if case.unit else "",
        handler=case.handler.title if case.handler else "",
        unsettled=case.unsettled,
        clock=clock,
    )


def next_clock(clocks: Sequence[ClockView]) -> ClockView | None:
    """The date that a line shows: what the office owes first; the person's own dates only where it owes nothing."""
    office = [clock for clock in clocks if clock.waits_on != "petitioner"]
    return min(office or clocks, key=lambda clock: clock.due_at, default=None)


def visible_case(actor: Actor, public_id: str) -> Case:
    """The case, if `actor` may read it. `Refused` else, and where there is none: the answer is the same."""
    case = Case.objects.select_related(*FETCHED).prefetch_related("exclusions").filter(public_id=public_id).first()
    if case is None or not may(actor, "read", case):
        raise Refused
    return case


def _listed(actor: Actor, scope: str, filters: Filters, before: int | None) -> list[int]:
    found = CaseScope.objects.filter(scope=scope).exclude(case__exclusions__post_id__in=actor.post_ids)
    if filters.bucket in Bucket.values:
        found = found.filter(bucket=filters.bucket)
    if before is not None:
        found = found.filter(case_id__lt=before)
    return list(found.order_by("-case_id").values_list("case_id", flat=True)[: PAGE + 1])


def _searched(actor: Actor, scope: str, filters: Filters, before: int | None) -> list[int]:
    """Fetched on until the page is full: a hit that is hidden must not show as a shorter page."""
    wanted: list[int] = []
    while len(wanted) <= PAGE:
        keys = find(filters.query, scope, before=before, limit=PAGE + 1)
        hidden = set(
            Exclusion.objects.filter(case_id__in=keys, post_id__in=actor.post_ids).values_list("case_id", flat=True)
        )
        wanted.extend(key for key in keys if key not in hidden)
        if len(keys) <= PAGE:
            break
        before = keys[-1]
    return wanted[: PAGE + 1]


def _of_handler(actor: Actor, filters: Filters, before: int | None) -> list[int]:
    found = Case.objects.filter(handler_id=actor.post_id).exclude(exclusions__post_id__in=actor.post_ids)
    if filters.bucket in Bucket.values:
        found = found.filter(bucket=filters.bucket)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])


def _in_order(keys: Sequence[int]) -> list[Case]:
    """With what their lines show, and nothing else: whether they may be listed was asked of the index."""
    found = Case.objects.select_related("organisation", "unit", "handler").only(*SHOWN).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _before(actor: Actor, public_id: str) -> int | None:
    """Where the next page starts. A case that the asker may not list is no place to start from: it reads as if it were absent."""
    case = Case.objects.select_related("organisation").filter(public_id=public_id).first() if public_id else None
    return case.pk if case is not None and may(actor, "list", case) else None
