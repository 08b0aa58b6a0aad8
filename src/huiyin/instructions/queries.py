"""Every read of instructions and hard cases, limited to what the asker may see; lists by index, the soonest date first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Prefetch, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.kernel import files
from huiyin.kernel.clocks.queries import ClockView, of_subjects
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import UNIT
from huiyin.tasks import queries as tasks
from huiyin.tasks.queries import TaskRow

from .actions import answering, informing, story
from .actions.instructing import ORIGIN
from .models import (
    HardCase,
    HardStatus,
    Hop,
    HopStatus,
    Instruction,
    InstructionCase,
    InstructionEvent,
    InstructionStatus,
    Step,
)
from .responsible import asked_of, offices_below, own_posts

PAGE = 50
View = Literal["down", "given", "up", "asked", "done"]
VIEWS: tuple[View, ...] = ("down", "given", "up", "asked", "done")
WITH = ("organisation", "answers__unit", "superior__unit__organisation")
LINKED = (
    Prefetch("links", InstructionCase.objects.select_related("case__organisation", "case__handler")),
    "links__case__exclusions",
)
WITH_HARD = ("organisation", "asked_by__unit", "case__organisation", "case__handler")
HARD_LINKED = ("case__exclusions", Prefetch("hops", Hop.objects.select_related("to__unit__organisation")))
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction with the date that runs."""

    instruction: Instruction
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class HardRow:
    """A hard case, the hop at which it stands, and the date that runs."""

    hard: HardCase
    hop: Hop
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class InstructionPage:
    """One instruction with all that belongs to it, and what this post can do now."""

    instruction: Instruction
    clock: ClockView | None
    steps: tuple[tuple[Step, ClockView | None], ...]
    tasks: tuple[TaskRow, ...]
    events: tuple[InstructionEvent, ...]
    files: tuple[Attachment, ...]
    readable: frozenset[int]
    can: frozenset[str]
    posts: Choices
    receivers: Choices


@dataclass(frozen=True, slots=True)
class HardPage:
    """One hard case: the way up hop by hop, and what this post can do now. `hop`: the one at which it stands."""

    hard: HardCase
    hop: Hop
    hops: tuple[tuple[Hop, ClockView | None], ...]
    clock: ClockView | None
    reads_case: bool
    can: frozenset[str]
    leaders: Choices


def instructions(actor: Actor, view: View) -> tuple[InstructionRow, ...]:
    """`down`: those that the office answers for; `given`: by this post; `done`: closed ones."""
    scope = widest_scope(actor, "instruction_read")
    if scope is None:
        return ()
    live = [status for status in InstructionStatus.values if status != InstructionStatus.CLOSED]
    if view == "given":
        found = Instruction.objects.filter(superior_id=actor.post_id, status__in=live)
    else:
        statuses = [InstructionStatus.CLOSED] if view == "done" else live
        found = Instruction.objects.filter(organisation_id=actor.organisation_id, status__in=statuses)
        if scope == UNIT:
            found = found.filter(answers__unit_id=actor.unit_id)
    ordered = found.order_by("-id") if view == "done" else found.order_by("due_on", "id")
    rows = ordered.select_related(*WITH).prefetch_related(*LINKED)[: PAGE * 2]
    return _with_clocks([one for one in rows if visible(actor, one)][:PAGE])


def hard_cases(actor: Actor, view: View) -> tuple[HardRow, ...]:
    """`up`: reported by the office; `asked`: those that wait for this post; `done`: closed ones of the office."""
    scope = widest_scope(actor, "hard_case_read")
    if scope is None:
        return ()
    if view == "asked":
        found = HardCase.objects.filter(hops__to_id=actor.post_id, hops__status=HopStatus.WAITING)
    else:
        statuses = [HardStatus.CLOSED] if view == "done" else [HardStatus.UP, HardStatus.ANSWERED]
        found = HardCase.objects.filter(organisation_id=actor.organisation_id, status__in=statuses)
        if scope == UNIT:
            found = found.filter(asked_by__unit_id=actor.unit_id)
    ordered = _known(actor, found).order_by("-id" if view == "done" else "id")
    return _hard_rows([one for one in ordered[: PAGE * 2] if hard_visible(actor, one)][:PAGE])


def waiting(actor: Actor) -> Count:
    """For the rail: what this post owes of both."""
    return Count(_waiting, (actor,))


def _waiting(actor: Actor) -> list[QuerySet[Any, Any]]:
    owed = Instruction.objects.filter(answers_id=actor.post_id, status=InstructionStatus.OPEN)
    word = Instruction.objects.filter(superior_id=actor.post_id, status=InstructionStatus.REPORTED)
    hops = Hop.objects.filter(to_id=actor.post_id, status=HopStatus.WAITING)
    back = HardCase.objects.filter(asked_by_id=actor.post_id, status=HardStatus.ANSWERED)
    posts = actor.post_ids | {actor.post_id}
    return [
        *(rows.exclude(links__case__exclusions__post_id__in=posts) for rows in (owed, word)),
        hops.exclude(hard_case__case__exclusions__post_id__in=posts),
        back.exclude(case__exclusions__post_id__in=posts),
    ]


def instruction_page(actor: Actor, public_id: str) -> InstructionPage:
    """The instruction, if the post may see it from either side; `Refused` else, and where there is none."""
    instruction = _instruction(actor, public_id)
    watched = of_subjects(story.SUBJECT, [public_id], only_open=False).get(public_id, ())
    by_step = {clock.track: clock for clock in watched if clock.name == "step"}
    can = frozenset(_can(actor, instruction))
    return InstructionPage(
        instruction=instruction,
        clock=_shown(watched),
        steps=tuple((step, by_step.get(step.public_id)) for step in instruction.steps.all()),
        tasks=tasks.of_origin(ORIGIN, public_id),
        events=tuple(instruction.events.order_by("-id")),
        files=tuple(files.of(instruction.reference)),
        readable=frozenset(case.pk for case in instruction.cases if may(actor, "read", case)),
        can=can,
        posts=posts_of(instruction, instruction.cases) if "hand_to" in can else (),
        receivers=_receivers(instruction) if "pass_on" in can else (),
    )


def seen(actor: Actor, public_ids: Collection[str]) -> list[Instruction]:
    """Those of some instructions that the post may see."""
    found = Instruction.objects.select_related(*WITH).prefetch_related(*LINKED).filter(public_id__in=public_ids)
    return [one for one in found if visible(actor, one)]


def scan_of(actor: Actor, public_id: str, file_id: str) -> Attachment:
    """A scan of an instruction that the post may see."""
    instruction = _instruction(actor, public_id)
    found = next((one for one in files.of(instruction.reference) if one.public_id == file_id), None)
    if found is None:
        raise Refused
    return found


def hard_page(actor: Actor, public_id: str) -> HardPage:
    """The hard case, if the post may see it: who asked, their office, and every leader whom it reached."""
    hard = (
        HardCase.objects.select_related(*WITH_HARD).prefetch_related(*HARD_LINKED).filter(public_id=public_id).first()
    )
    if hard is None or not hard_visible(actor, hard):
        raise Refused
    watched = of_subjects(informing.SUBJECT, [public_id], only_open=False).get(public_id, ())
    hops = list(hard.hops.all())
    by_hop = {clock.track: clock for clock in sorted(watched, key=lambda one: one.due_at) if clock.name == "hop"}
    can = frozenset(_can_hard(actor, hard, hops[-1]))
    asked = {hop.to_id for hop in hops}
    leaders = [post for post in asked_of(hard.case, hard.asked_by) if post.pk not in asked] if "answer" in can else []
    return HardPage(
        hard=hard,
        hop=hops[-1],
        hops=tuple((hop, by_hop.get(hop.public_id)) for hop in reversed(hops)),
        clock=_shown(watched),
        reads_case=may(actor, "read", hard.case),
        can=can,
        leaders=tuple((post.public_id, f"{post.title} · {post.unit.organisation.name}") for post in leaders),
    )


def leaders_for(case: Case, actor: Actor) -> Choices:
    """Before whom this post can put a case."""
    posts = [post for post in asked_of(case, None) if post.pk != actor.post_id]
    return tuple((post.public_id, f"{post.title} · {post.unit.organisation.name}") for post in posts)


def of_case(actor: Actor, case: Case) -> tuple[tuple[InstructionRow, ...], tuple[HardRow, ...]]:
    """Instructions and hard-case reports of a case, for a post that reads the case."""
    given = Instruction.objects.filter(links__case=case).select_related(*WITH).prefetch_related(*LINKED).order_by("-id")
    hard = HardCase.objects.filter(case=case).select_related(*WITH_HARD).prefetch_related(*HARD_LINKED).order_by("-id")
    seen = [one for one in given[:PAGE] if visible(actor, one)]
    return _with_clocks(seen), _hard_rows([one for one in hard[:PAGE] if hard_visible(actor, one)])


def of_cases(actor: Actor, case_ids: Collection[str]) -> tuple[list[Instruction], list[HardCase]]:
    """Of some cases the instructions and hard-case reports that the post may see, oldest first, at most a page of each."""
    given = Instruction.objects.filter(links__case__public_id__in=case_ids).distinct().order_by("id")
    hard = _known(actor, HardCase.objects.filter(case__public_id__in=case_ids)).order_by("id")
    rows = given.select_related(*WITH).prefetch_related(*LINKED)[:PAGE]
    return [one for one in rows if visible(actor, one)], [one for one in hard[:PAGE] if hard_visible(actor, one)]


def day(actor: Actor) -> tuple[tuple[InstructionRow, ...], tuple[HardRow, ...]]:
    """What this post owes of both: results, words, answers, and what follows from one."""
    rows, hard = _of_day(actor)
    mine = rows.select_related(*WITH).prefetch_related(*LINKED).order_by("due_on", "id")[: PAGE * 2]
    hard = hard.order_by("id")[: PAGE * 2]
    seen = [one for one in mine if visible(actor, one)]
    return _with_clocks(seen), _hard_rows([one for one in hard if hard_visible(actor, one)])


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_of_day, (actor,))


def _of_day(actor: Actor) -> tuple[QuerySet[Instruction], QuerySet[HardCase]]:
    owed = Q(answers_id=actor.post_id, status__in=[InstructionStatus.OPEN, InstructionStatus.FOLLOWED])
    word = Q(superior_id=actor.post_id, status=InstructionStatus.REPORTED)
    up = Q(pk__in=Hop.objects.filter(to_id=actor.post_id, status=HopStatus.WAITING).values("hard_case_id"))
    back = Q(asked_by_id=actor.post_id, status=HardStatus.ANSWERED)
    return Instruction.objects.filter(owed | word), _known(actor, HardCase.objects.filter(up | back))


def visible(actor: Actor, instruction: Instruction) -> bool:
    """From the office that answers, or from the superior's."""
    return may(actor, "instruction_read", instruction) or may(actor, "instruction_read", instruction.superiors_side)


def with_a_leader(case: Case) -> bool:
    """Whether a report of this case is on its way."""
    return HardCase.objects.filter(case=case).exclude(status=HardStatus.CLOSED).exists()


def hard_visible(actor: Actor, hard: HardCase) -> bool:
    """From the office that asked; and each leader whom it reached."""
    if hard.case.kind == Kind.MISCONDUCT:
        return False
    return may(actor, "hard_case_read", hard) or any(
        hop.to_id == actor.post_id and may(actor, "hard_case_answer", hop) for hop in hard.hops.all()
    )


def posts_of(instruction: Instruction, cases: Iterable[Case]) -> Choices:
    """Who of the office can answer for it."""
    posts = own_posts(instruction.organisation, cases)
    return tuple(
        (post.public_id, f"{post.title} · {post.unit.name}") for post in posts if post.pk != instruction.answers_id
    )


def _receivers(instruction: Instruction) -> Choices:
    office = instruction.organisation
    own = [
        (f"post:{post.public_id}", f"{post.title} · {post.unit.name}") for post in own_posts(office, instruction.cases)
    ]
    below = [(f"office:{one.public_id}", one.name) for one in offices_below(office.path) if one.pk != office.pk]
    return (*own, *below)


def _instruction(actor: Actor, public_id: str) -> Instruction:
    found = Instruction.objects.select_related(*WITH).prefetch_related(*LINKED).filter(public_id=public_id).first()
    if found is None or not visible(actor, found):
        raise Refused
    return found


def _can(actor: Actor, instruction: Instruction) -> list[str]:
    status, works = instruction.status, may(actor, "instruction_work", instruction)
    can = []
    if status == InstructionStatus.OPEN and works:
        can += ["report"]
    if status == InstructionStatus.REPORTED and answering.judges(actor, instruction):
        can += ["judge"]
    if status in (InstructionStatus.OPEN, InstructionStatus.FOLLOWED) and works:
        can += ["pass_on"]
    if status != InstructionStatus.CLOSED and works:
        can += ["hand_to"]
    if status == InstructionStatus.FOLLOWED and answering.follows(actor, instruction):
        can += ["step"]
    return can


def _can_hard(actor: Actor, hard: HardCase, hop: Hop) -> list[str]:
    if informing.answers(actor, hop):
        return ["answer"]
    return ["take"] if hard.status == HardStatus.ANSWERED and informing.takes(actor, hard) else []


def _known(actor: Actor, found: QuerySet[HardCase]) -> QuerySet[HardCase]:
    shown = found.exclude(case__exclusions__post_id__in=actor.post_ids | {actor.post_id})
    shown = shown.exclude(case__kind=Kind.MISCONDUCT)
    return shown.select_related(*WITH_HARD).prefetch_related(*HARD_LINKED)


def _with_clocks(found: list[Instruction]) -> tuple[InstructionRow, ...]:
    watched = of_subjects(story.SUBJECT, [one.public_id for one in found])
    rows = (InstructionRow(one, _shown(watched.get(one.public_id, ()))) for one in found)
    return tuple(
        sorted(rows, key=lambda row: row.clock.due_on if row.clock else dt.date.max)
    )  # closed ones stay in order


def _hard_rows(found: list[HardCase]) -> tuple[HardRow, ...]:
    watched = of_subjects(informing.SUBJECT, [one.public_id for one in found])
    return tuple(HardRow(one, list(one.hops.all())[-1], _shown(watched.get(one.public_id, ()))) for one in found)


def _shown(watched: Iterable[ClockView]) -> ClockView | None:
    running = [clock for clock in watched if clock.status == "running"]
    return min(running, key=lambda clock: clock.due_at, default=None)
