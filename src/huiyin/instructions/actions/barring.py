"""Somebody must not know of a case any more: what they owed by instructions and hard cases is owed by others. Parts of that action."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.cases.actions.excluding import Barred
from huiyin.cases.models import Case
from huiyin.cases.responsible import OUTSIDE, clear_office, clear_post, responsible_post
from huiyin.instructions.models import (
    HardCase,
    HardStatus,
    Hop,
    HopStatus,
    Instruction,
    InstructionCase,
    InstructionStatus,
)
from huiyin.instructions.responsible import next_above
from huiyin.kernel import clocks, ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Post

from . import informing, notices, story

Rows = Iterator[ledger.Committed]


def when_barred(barred: Barred) -> Rows:
    """An instruction shares the exclusions of each case that it is about."""
    links = InstructionCase.objects.filter(case=barred.case, left_at=None).exclude(
        instruction__status=InstructionStatus.CLOSED
    )
    for public_id in list(links.order_by("id").values_list("instruction__public_id", flat=True)):
        yield from _instruction(barred, story.of(public_id))
    for hard in HardCase.objects.filter(case=barred.case).exclude(status=HardStatus.CLOSED).order_by("id"):
        yield from _hard_case(barred, informing.locked(hard.public_id))


def _instruction(barred: Barred, instruction: Instruction) -> Rows:
    barred.withdraw(instruction.reference)
    former = (instruction.answers_id, instruction.superior_id, instruction.organisation_id)
    instruction.organisation = clear_office(barred.case, instruction.organisation) or instruction.organisation
    if instruction.answers_id in barred.posts or instruction.organisation_id != former[2]:
        instruction.answers = _answering(barred.case, instruction) or instruction.answers
    if instruction.superior is not None and instruction.superior_id in barred.posts:
        above = clear_post(barred.case, instruction.superior.unit.organisation)
        instruction.superior = above or instruction.superior
    if former == (instruction.answers_id, instruction.superior_id, instruction.organisation_id):
        return
    story.save(instruction)
    yield instruction
    yield from barred.hand_over(story.SUBJECT, instruction.public_id, lambda clock: _owes(barred, instruction, clock))
    notices.tell(instruction, "given", instruction.answers, actor=barred.doing.actor, at=barred.doing.at)


def _answering(case: Case, instruction: Instruction) -> Post | None:
    """Who works on the case, where that is the answering office; else that office's own superior post."""
    post = responsible_post(case, "handler")
    if post is not None and post.unit.organisation_id == instruction.organisation_id:
        return post
    return clear_post(case, instruction.organisation)


def _owes(barred: Barred, instruction: Instruction, clock: Clock) -> str:
    superior = instruction.superior if clock.name == "word" else None
    post = superior or instruction.answers
    return f"{OUTSIDE}:{instruction.organisation.public_id}" if post.pk in barred.posts else post.reference


def _hard_case(barred: Barred, hard: HardCase) -> Rows:
    barred.withdraw(hard.reference)
    hard.case = barred.case
    if hard.asked_by_id in barred.posts:
        post = responsible_post(barred.case, "handler")
        if post is not None:
            hard.asked_by, hard.organisation = post, post.unit.organisation
            informing.save(hard)
            yield hard
            yield from barred.hand_over(informing.SUBJECT, hard.public_id, lambda _clock: post.reference)
    for hop in hard.hops.filter(status=HopStatus.WAITING, to_id__in=barred.posts).select_related(
        "to__unit__organisation__parent", "to__reports_to"
    ):
        yield from _other_superior(barred, hard, hop)


def _other_superior(barred: Barred, hard: HardCase, hop: Hop) -> Rows:
    """The next superior who may know of it is asked in their place; where nobody is left, the body outside owes the answer."""
    leader, at = next_above(hard, hop.to), barred.doing.at
    if leader is None:
        yield from barred.hand_over(
            informing.SUBJECT, hard.public_id, lambda _clock: f"{OUTSIDE}:{hard.organisation.public_id}"
        )
        return
    hop.status = HopStatus.PASSED
    hop.save()
    yield hop
    for clock in clocks.queries.open_rows(informing.SUBJECT, hard.public_id, names=["hop"]):
        yield clocks.stop(clock, at=at, because="cases.exclude")
    yield from informing.send(hard, leader, (barred.doing.actor, barred.doing.title), at)
