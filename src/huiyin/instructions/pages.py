"""What this room puts on the pages of a case and of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases import sections
from huiyin.cases.models import Case
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.presenting import SOON_DAYS
from huiyin.cases.sections import DayEntry, Section
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor, may
from huiyin.tasks import origins
from huiyin.web.components import Link

from . import presenting, queries
from .actions.instructing import ORIGIN
from .models import HardStatus, InstructionStatus


def offer() -> None:
    """Called when the room is ready."""
    sections.for_staff(of_case)
    sections.for_links(links)
    sections.for_day(day, queries.there_on_day)
    sections.for_notices("case", pages_of_cases)
    sections.for_notices("instruction", pages_of_instructions)
    origins.register(ORIGIN, gettext_lazy("an instruction of a superior"), _address)


def of_case(actor: Actor, case: Case) -> Section | None:
    """Instructions on the case, and its way up as a hard case."""
    given, hard = queries.of_case(actor, case)
    lines = [*map(presenting.hard_line, hard), *map(presenting.line, given)]
    return Section("instructions", "instructions/parts/of_case.html", {"lines": lines}, order=45) if lines else None


def links(actor: Actor, case: Case) -> Iterable[Link]:
    """Put it before a leader; record what a superior instructed on it."""
    if case.kind == Kind.MISCONDUCT or case.bucket == Bucket.DONE:
        return
    if may(actor, "hard_case_report", case) and not queries.with_a_leader(case):
        yield Link(reverse("instructions:report", args=[case.public_id]), _("Put it before a leader"))
    if may(actor, "record_instruction", case) or may(actor, "instruct", case):
        yield Link(f"{reverse('instructions:new')}?case={case.public_id}", _("Record an instruction"))


def pages_of_cases(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """For a leader before whom a case was put, and for who answers an instruction on one."""
    given, hard = queries.of_cases(actor, public_ids)
    pages = {case.public_id: _instruction_url(one.public_id) for one in given for case in one.cases}
    return pages | {one.case.public_id: reverse("instructions:hard-case", args=[one.public_id]) for one in hard}


def pages_of_instructions(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """For notices of instructions that are about no case, or about several."""
    return {one.public_id: _instruction_url(one.public_id) for one in queries.seen(actor, public_ids)}


def day(actor: Actor) -> Iterable[DayEntry]:
    """Results, words and answers that this post owes."""
    given, hard = queries.day(actor)
    for row in hard:
        answered = row.hard.status == HardStatus.ANSWERED
        action = _("Say what follows") if answered else _("Answer it")
        group = _group(row.clock, "new" if answered else "decide")
        if group:
            yield DayEntry(group, presenting.hard_item(row, action=action))
    for one in given:
        reported = one.instruction.status == InstructionStatus.REPORTED
        action = _("Look at the result") if reported else _("Open the instruction")
        group = _group(one.clock, "decide" if reported else "new" if one.instruction.version == 0 else "")
        if group:
            yield DayEntry(group, presenting.item(one, given=reported, action=action))


def _group(clock: ClockView | None, else_: sections.DayGroup | Literal[""]) -> sections.DayGroup | Literal[""]:
    """Late and near ones where they belong; the others under `else_`, and not on the day's list where that is empty."""
    if clock is None:
        return else_
    if clock.late:
        return "late"
    near = (clock.due_on - time.today(clock.derivation.zone)).days <= SOON_DAYS
    return "soon" if near and not else_ else else_


def _address(actor: Actor, public_id: str) -> str:
    return _instruction_url(public_id) if queries.seen(actor, [public_id]) else ""


def _instruction_url(public_id: str) -> str:
    return reverse("instructions:instruction", args=[public_id])
