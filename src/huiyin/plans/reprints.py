"""Which printed sheets are out of date, and why. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.db.models import F, QuerySet

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, require

from .models import Plan, PrintedSheet, Status
from .printing import Held, Office

Why = Literal["version", "edits", "retired", "holder", "number", "drawings", "classes"]


@dataclass(frozen=True, slots=True)
class Reason:
    """`posts`: titles of the posts whose holder or number is another one now."""

    why: Why
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A printed sheet and why it no longer holds; without reasons it does."""

    sheet: PrintedSheet
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ReprintPage:
    """What is out: to take in and print again first, then what holds; and what came back."""

    plan: Plan
    stale: tuple[SheetLine, ...]
    valid: tuple[SheetLine, ...]
    back: tuple[SheetLine, ...]


class Standing:
    """How things stand for the sheets of a plan, asked for once."""

    def __init__(self, plan: Plan, sheets: Iterable[PrintedSheet]) -> None:
        self.plan = plan
        self.office = Office(plan)
        self._posts = {post for sheet in sheets for post in sheet.shows.get("posts", {})}

    @cached_property
    def held(self) -> dict[str, Held]:
        return self.office.held(self._posts)

    @cached_property
    def drawings(self) -> list[str]:
        return [f"{row.public_id}:{row.version}" for row in self.office.drawings]

    @cached_property
    def classes(self) -> list[str]:
        return [f"{one.key}:{one.name}" for one in self.office.classes]

    def reasons(self, sheet: PrintedSheet) -> tuple[Reason, ...]:
        """Why the sheet no longer holds."""
        shows, version, found = sheet.shows, sheet.plan_version, []
        if self.plan.retired_at is not None:
            found.append(Reason("retired"))
        if version.status == Status.REPLACED:
            found.append(Reason("version"))
        if version.open and shows.get("edits") != version.version:
            found.append(Reason("edits"))
        found += self._posts_changed(shows.get("posts", {}))
        if "drawings" in shows and shows["drawings"] != self.drawings:
            found.append(Reason("drawings"))
        if "classes" in shows and shows["classes"] != self.classes:
            found.append(Reason("classes"))
        return tuple(found)

    def _posts_changed(self, shown: Mapping[str, list[str]]) -> list[Reason]:
        holder, number = [], []
        for post, marks in shown.items():
            held = self.held.get(post)
            now = held.mark if held else []
            if _people(now) != _people(marks):
                holder.append(held.title if held else post)
            elif held and now != marks:
                number.append(held.title)
        found = [Reason("holder", tuple(holder))] if holder else []
        return found + ([Reason("number", tuple(number))] if number else [])


def out(plan: Plan) -> list[PrintedSheet]:
    """Sheets of which somebody still has a copy."""
    found = PrintedSheet.objects.filter(plan_version__plan=plan, taken_in__lt=F("copies"))
    return list(found.select_related("plan_version").order_by("-id"))


def reprint_page(actor: Actor, plan_id: str) -> ReprintPage:
    """For whoever prints in the house. `Refused`."""
    plan = plan_of(actor, plan_id)
    lines = lines_of(plan, out(plan))
    back = PrintedSheet.objects.filter(plan_version__plan=plan, taken_in=F("copies")).select_related("plan_version")
    return ReprintPage(
        plan=plan,
        stale=tuple(line for line in lines if line.reasons),
        valid=tuple(line for line in lines if not line.reasons),
        back=tuple(SheetLine(sheet, ()) for sheet in back.order_by("-id")[:50]),
    )


def waiting(plan: Plan) -> int:
    """How many sheets that are out no longer hold."""
    return sum(bool(line.reasons) for line in lines_of(plan, out(plan)))


def lines_of(plan: Plan, sheets: Iterable[PrintedSheet]) -> list[SheetLine]:
    found = list(sheets)
    standing = Standing(plan, found)
    return [SheetLine(sheet, standing.reasons(sheet)) for sheet in found]


def run(actor: Actor, run_id: str) -> list[SheetLine]:
    """The sheets that were printed together. `Refused` where there are none, or none that this post may see."""
    found = list(_sheets().filter(run=run_id))
    if not found:
        raise Refused
    plan = plan_of(actor, found[0].plan_version.plan.public_id)
    return lines_of(plan, found)


def sheet(actor: Actor, code: str) -> SheetLine:
    """One sheet by the number that stands on it. `Refused`."""
    found = _sheets().filter(code=code).first()
    if found is None:
        raise Refused
    require(actor, "plan_print", found.plan_version.plan)
    return lines_of(found.plan_version.plan, [found])[0]


def as_printed(code: str) -> PrintedSheet:
    """For who types paper back: the sheet, whether it still holds or not; who may is asked by the room above. `Refused`."""
    found = _sheets().filter(code=code).first()
    if found is None:
        raise Refused
    return found


def piece_in(code: str, row: int) -> tuple[PrintedSheet, str]:
    """For who types paper back: the sheet, and the key of the piece that stands in the row (empty: a blank row). `Refused`."""
    found = as_printed(code)
    if not 0 < row <= len(found.rows):
        raise Refused
    return found, found.rows[row - 1]


def plan_of(actor: Actor, plan_id: str) -> Plan:
    plan = Plan.objects.select_related("organisation", "keeper", "current").filter(public_id=plan_id).first()
    if plan is None:
        raise Refused
    require(actor, "plan_print", plan)
    return plan


def _sheets() -> QuerySet[PrintedSheet]:
    return PrintedSheet.objects.select_related("plan_version__plan__organisation").order_by("id")


def _people(marks: Iterable[str]) -> list[str]:
    return [mark.partition(":")[0] for mark in marks]
