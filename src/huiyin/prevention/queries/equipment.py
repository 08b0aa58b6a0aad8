"""Premises and equipment, what runs out first on top, and one thing with its checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from huiyin.kernel import clocks, files
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may
from huiyin.prevention.actions.keeping import CHECK, may_check
from huiyin.prevention.models import OWED, Check, CheckDone, Equipment, Hazard, Kind

DAY_MOST = 10


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check with its day, and the times that it was done."""

    check: Check
    clock: ClockView | None
    times: tuple[CheckDone, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A thing in the list, with the check that runs out first."""

    equipment: Equipment
    first: CheckRow | None


@dataclass(frozen=True, slots=True)
class Page:
    equipment: Equipment
    checks: tuple[CheckRow, ...]
    papers: tuple[Attachment, ...]
    hazards: tuple[Hazard, ...]
    can_keep: bool
    can_check: bool


def listed(actor: Actor, kind: str = "") -> tuple[Row, ...]:
    """Of the own house, by the day on which the first check runs out."""
    found = Equipment.objects.filter(organisation_id=actor.organisation_id, retired_at=None)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    things = list(found.select_related("organisation", "keeper"))
    rows = _with_clocks(Check.objects.filter(equipment__in=things, ended_at=None).order_by("valid_until", "id"))
    first: dict[int, CheckRow] = {}
    for row in rows:
        first.setdefault(row.check.equipment_id, row)
    drawn = [Row(thing, first.get(thing.pk)) for thing in things]
    return tuple(sorted(drawn, key=lambda row: (row.first is None, row.first.check.valid_until if row.first else None)))


def page(actor: Actor, public_id: str) -> Page:
    row = visible(actor, public_id)
    checks = _with_clocks(row.checks.filter(ended_at=None), times=True)
    here = Hazard.objects.filter(organisation=row.organisation, place=row.place, status__in=OWED)
    live = row.retired_at is None
    return Page(
        row, checks, tuple(files.of(row.reference)), tuple(here[:8]), live and may(actor, "equipment_keep", row),
        live and may_check(actor, row),
    )  # fmt: skip


def visible(actor: Actor, public_id: str) -> Equipment:
    found = Equipment.objects.select_related("organisation", "keeper__unit").filter(public_id=public_id).first()
    if found is None or not may(actor, "equipment_read", found):
        raise Refused
    return found


def day(owed: Iterable[Clock]) -> tuple[tuple[Equipment, CheckRow], ...]:
    """For the day list: checks that have run out or do within a week. `owed`: the post's open clocks, near ones only."""
    wanted = [clock.subject_id for clock in owed if clock.subject_kind == CHECK][:DAY_MOST]
    if not wanted:
        return ()
    found = Check.objects.filter(public_id__in=wanted).select_related("equipment__organisation", "equipment__keeper")
    return tuple((row.check.equipment, row) for row in _with_clocks(found))


def seen(actor: Actor, public_ids: Collection[str]) -> list[Equipment]:
    """For notices."""
    rows = Equipment.objects.filter(public_id__in=public_ids).select_related("organisation", "keeper")
    return [row for row in rows if may(actor, "equipment_read", row)]


def _with_clocks(found: Iterable[Check], *, times: bool = False) -> tuple[CheckRow, ...]:
    rows = list(found)
    watched = clocks.queries.of_subjects(CHECK, [one.public_id for one in rows])
    done: dict[int, list[CheckDone]] = {}
    if times:
        for one in CheckDone.objects.filter(check_of__in=rows):
            done.setdefault(one.check_of_id, []).append(one)
    return tuple(
        CheckRow(one, next(iter(watched.get(one.public_id, ())), None), tuple(done.get(one.pk, ()))) for one in rows
    )
