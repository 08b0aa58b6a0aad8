"""Nobody holds a post any more: the instructions that it answers, and hard cases that wait for it, are another's. Part of that action."""

from __future__ import annotations

from huiyin.instructions.models import HardCase, HardStatus, Hop, HopStatus, Instruction, InstructionStatus
from huiyin.instructions.responsible import next_above
from huiyin.kernel import clocks, ledger
from huiyin.organisations.handover import Change, next_held

from . import informing, notices, story


def when_empty(change: Change) -> None:
    """For `organisations.handover.on_change`: a superior takes it up, and can hand it to another post."""
    if not change.vacant:
        return
    by = (change.actor, change.actor_title)
    answered = Instruction.objects.filter(answers=change.post).exclude(status=InstructionStatus.CLOSED).order_by("id")
    for public_id in list(answered.values_list("public_id", flat=True)):
        instruction = story.of(public_id)
        taker = next_held(change.post, lambda post, one=instruction: not one.excludes(post.pk))  # type: ignore[misc]
        if taker is None:
            continue
        instruction.answers, instruction.organisation = taker, taker.unit.organisation
        story.save(instruction)
        owed = clocks.queries.open_rows(story.SUBJECT, public_id)
        rows = [clocks.hand_over(one, owner=taker.reference) for one in owed if one.owner == change.post.reference]
        notices.tell(instruction, "given", taker, actor=change.actor, at=change.at)
        story.record(instruction, "hand_to", by=by, at=change.at, note=taker.title, rows=rows, in_cases=False)
    for hop in Hop.objects.filter(to=change.post, status=HopStatus.WAITING).select_related("hard_case"):
        _other_superior(change, hop)
    for hard in HardCase.objects.filter(asked_by=change.post).exclude(status=HardStatus.CLOSED):
        _other_asker(change, hard)


def _other_superior(change: Change, hop: Hop) -> None:
    """The next superior who is there is asked; where nobody is, the sweep looks again when its day has passed."""
    hard = informing.locked(hop.hard_case.public_id)
    leader = next_above(hard, change.post)
    if leader is None:
        return
    hop.status = HopStatus.PASSED
    hop.save()
    rows: list[ledger.Committed] = [hop]
    for clock in clocks.queries.open_rows(informing.SUBJECT, hard.public_id, names=["hop"]):
        rows.append(clocks.stop(clock, at=change.at, because="instructions.left"))
    rows += informing.send(hard, leader, (change.actor, change.actor_title), change.at)
    ledger.record(verb="instructions.left", actor=change.actor, about=hard.reference, at=change.at, commits=rows)


def _other_asker(change: Change, hard: HardCase) -> None:
    hard = informing.locked(hard.public_id)
    taker = next_held(change.post, lambda post: not hard.excludes(post.pk))
    if taker is None:
        return
    hard.asked_by = taker
    informing.save(hard)
    owed = clocks.queries.open_rows(informing.SUBJECT, hard.public_id)
    rows: list[ledger.Committed] = [hard]
    rows += [clocks.hand_over(one, owner=taker.reference) for one in owed if one.owner == change.post.reference]
    ledger.record(verb="instructions.left", actor=change.actor, about=hard.reference, at=change.at, commits=rows)
