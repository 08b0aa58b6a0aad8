"""The result goes up, the superior says something to it, what is left is tracked until it is closed with what was found."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.instructions.models import Instruction, InstructionStatus, Step
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.tasks import actions as tasks
from huiyin.tasks.models import Task

from . import notices, story
from .instructing import ORIGIN, working


def report_result(*, actor: Actor, instruction_id: str, version: int, result: str) -> Instruction:
    """What came of it goes up; from now on the superior's word is owed."""
    at = time.now()
    with store.write():
        instruction = working(actor, instruction_id, version)
        story.expect(instruction, InstructionStatus.OPEN)
        instruction.result = story.said("result", result)
        instruction.status = InstructionStatus.REPORTED
        instruction.reported_by, instruction.reported_at = actor.reference, at
        story.save(instruction)
        superior = instruction.superior
        owner = superior.reference if superior else instruction.answers.reference
        rows: list[ledger.Committed] = [*story.end(instruction, "result", at, "report")]
        due_on = story.day_after(instruction, "word", at)
        rows.append(story.start(instruction, "word", owner=owner, at=at, due_on=due_on))
        notices.tell(instruction, "reported", superior, actor=actor.reference, at=at)
        _record(instruction, "report", actor, at, instruction.result, rows)
    return instruction


def acknowledge_result(*, actor: Actor, instruction_id: str, version: int, word: str = "") -> Instruction:
    """The superior has read it and takes it so. That it is really carried out is tracked from here on."""
    at = time.now()
    with store.write():
        instruction = judging(actor, instruction_id, version)
        instruction.status, instruction.word = InstructionStatus.FOLLOWED, word.strip()
        instruction.acknowledged_by, instruction.acknowledged_at = actor.reference, at
        story.save(instruction)
        rows: list[ledger.Committed] = [*story.end(instruction, "word", at, "acknowledge"), _look(instruction, at)]
        notices.tell(instruction, "word", instruction.answers, actor=actor.reference, at=at)
        _record(instruction, "acknowledge", actor, at, instruction.word, rows)
    return instruction


def send_back_result(*, actor: Actor, instruction_id: str, version: int, word: str, due_on: dt.date) -> Instruction:
    """It is not enough: what is lacking, and until when."""
    at = time.now()
    with store.write():
        instruction = judging(actor, instruction_id, version)
        story.about_the_matter("word", word)
        instruction.word, instruction.due_on = story.said("word", word), due_on
        instruction.status = InstructionStatus.OPEN
        story.save(instruction)
        rows: list[ledger.Committed] = [*story.end(instruction, "word", at, "send-back")]
        rows.append(
            story.start(instruction, "result", owner=instruction.answers.reference, at=at, due_on=due_on)
        )  # fmt: skip
        notices.tell(instruction, "back", instruction.answers, actor=actor.reference, at=at)
        _record(instruction, "send_back", actor, at, instruction.word, rows)
    return instruction


def add_step(*, actor: Actor, instruction_id: str, version: int, text: str, due_on: dt.date) -> Instruction:
    """What is still to be carried out, with a day of its own."""
    at = time.now()
    story.about_the_matter("text", text)
    with store.write():
        instruction = following(actor, instruction_id, version)
        step = Step.objects.create(instruction=instruction, text=story.said("text", text), due_on=due_on)
        story.save(instruction)
        owner = instruction.answers.reference
        rows: list[ledger.Committed] = [step, *story.end(instruction, "look", at, "step")]
        rows.append(story.start(instruction, "step", owner=owner, at=at, due_on=due_on, track=step.public_id))
        notices.tell(instruction, "given", instruction.answers, actor=actor.reference, at=at)
        _record(instruction, "step", actor, at, step.text, rows)
    return instruction


def close_step(*, actor: Actor, instruction_id: str, version: int, step: str, found: str) -> Instruction:
    """Looked at: what was found. When the last one is closed, somebody looks at the whole."""
    at = time.now()
    with store.write():
        instruction = following(actor, instruction_id, version)
        row = instruction.steps.filter(public_id=step, closed_at=None).first()
        if row is None:
            raise Conflict(_("This step is closed already."), _("Load the page again."))
        row.found, row.closed_by, row.closed_at = story.said("found", found), actor.reference, at
        row.save()
        story.save(instruction)
        rows: list[ledger.Committed] = [row, *story.end(instruction, "step", at, "step-done", track=row.public_id)]
        if not instruction.steps.filter(closed_at=None).exists():
            rows.append(_look(instruction, at))
        _record(instruction, "step_done", actor, at, row.found, rows)
    return instruction


def close(*, actor: Actor, instruction_id: str, version: int, found: str) -> Instruction:
    """Everything is carried out, and this is what was found. Tasks that are still open are withdrawn with it."""
    at = time.now()
    with store.write():
        instruction = following(actor, instruction_id, version)
        if instruction.steps.filter(closed_at=None).exists():
            raise BadInput("found", _("A further step is still open."), _("Say first what was found there."))
        instruction.found, instruction.status = story.said("found", found), InstructionStatus.CLOSED
        instruction.closed_by, instruction.closed_at = actor.reference, at
        story.save(instruction)
        rows: list[ledger.Committed] = [*story.end(instruction, "look", at, "close")]
        for task in Task.objects.filter(origin=ORIGIN, origin_id=instruction.public_id):
            rows.extend(tasks.withdraw(task=task, actor=actor, at=at, reason=instruction.found))
        for post in (instruction.superior, instruction.answers):
            notices.tell(instruction, "closed", post, actor=actor.reference, at=at)
        _record(instruction, "close", actor, at, instruction.found, rows)
    return instruction


def judges(actor: Actor, instruction: Instruction) -> bool:
    """The superior; for one outside of this installation the office records what came back."""
    if instruction.superior is None:
        return may(actor, "instruction_work", instruction)
    return instruction.superior_id == actor.post_id and may(actor, "instruct", instruction.superiors_side)


def follows(actor: Actor, instruction: Instruction) -> bool:
    """The superior, or the office that answers."""
    return judges(actor, instruction) or may(actor, "instruction_work", instruction)


def judging(actor: Actor, instruction_id: str, version: int) -> Instruction:
    instruction = story.locked(instruction_id, version)
    if not judges(actor, instruction):
        raise Refused
    story.expect(instruction, InstructionStatus.REPORTED)
    return instruction


def following(actor: Actor, instruction_id: str, version: int) -> Instruction:
    instruction = story.locked(instruction_id, version)
    if not follows(actor, instruction):
        raise Refused
    story.expect(instruction, InstructionStatus.FOLLOWED)
    return instruction


def _look(instruction: Instruction, at: dt.datetime) -> ledger.Committed:
    due_on = story.day_after(instruction, "look", at)
    return story.start(instruction, "look", owner=instruction.answers.reference, at=at, due_on=due_on)


def _record(
    instruction: Instruction, verb: str, actor: Actor, at: dt.datetime, note: str, rows: list[ledger.Committed]
) -> None:
    story.record(instruction, verb, by=(actor.reference, actor.post_title), at=at, note=note, rows=rows)
