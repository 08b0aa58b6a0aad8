"""What happens by itself when a date of an instruction or of a hard case comes near or has passed. Registered when the room is ready."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel.clocks import registry
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Post
from huiyin.tasks import origins
from huiyin.tasks.models import Task

from .actions import informing, notices, story
from .actions.instructing import ORIGIN
from .models import Instruction, InstructionEvent
from .responsible import told_of_miss

BY = ("system:clock", "")


def register() -> None:
    registry.on_miss(story.SUBJECT, missed)
    registry.on_remind(story.SUBJECT, remind)
    registry.on_miss(informing.SUBJECT, unanswered)
    registry.on_remind(informing.SUBJECT, remind_hard)
    origins.on_report(ORIGIN, task_reported)


def missed(clock: Clock, at: dt.datetime) -> None:
    """Who owes it, the superior and the head are told; the instruction and its cases have a line that says so."""
    instruction = story.of(clock.subject_id)
    owner = _post(clock.owner)
    others = [post for post in told_of_miss(instruction) if owner is None or post.pk != owner.pk]
    for post in (owner, *others):
        notices.tell(instruction, "late", post, actor=BY[0], at=at)
    note = "、".join(post.title for post in others)
    story.record(instruction, "missed", by=BY, at=at, note=note, rows=[clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    notices.tell(story.of(clock.subject_id), "due", _post(clock.owner), actor=BY[0], at=at)


def unanswered(clock: Clock, at: dt.datetime) -> None:
    """A hop without an answer goes to the next superior by itself; who asked and says nothing to the answer: the head is told."""
    hard = informing.locked(clock.subject_id)
    if clock.name == "hop":
        hop = hard.hops.select_related("to__unit__organisation__parent", "to__reports_to").get(public_id=clock.track)
        informing.send_on(hard, hop, clock, at)
        return
    for post in (hard.asked_by, hard.organisation.head_post):
        notices.tell(hard, "hard_take", post, actor=BY[0], at=at)
    informing.note_late(hard, clock, BY, at)


def remind_hard(clock: Clock, at: dt.datetime) -> None:
    hard = informing.locked(clock.subject_id)
    what = "hard_near" if clock.name == "hop" else "hard_take"
    notices.tell(hard, what, _post(clock.owner), actor=BY[0], at=at)


def task_reported(task: Task, actor: object, at: dt.datetime) -> list[InstructionEvent]:
    """A task of an instruction was reported: its story has a line, and who answers for the instruction is told."""
    instruction = Instruction.objects.select_related("answers", "organisation").filter(public_id=task.origin_id).first()
    if instruction is None:
        return []
    notices.tell(instruction, "task", instruction.answers, actor=task.reported_by, at=at)
    event = InstructionEvent.objects.create(
        instruction=instruction, verb="task", at=at, actor=task.reported_by, actor_title=task.organisation.name, note=task.result
    )  # fmt: skip
    return [event]


def _post(reference: str) -> Post | None:
    return Post.objects.filter(public_id=reference.removeprefix("post:")).first()
