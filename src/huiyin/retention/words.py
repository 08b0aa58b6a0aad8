"""Which fields of which rows hold what anybody wrote, for each kind of thing: what is emptied when it is destroyed.

A test asks of every table that hangs on a case or a hazard that each of its fields of free text stands here or in `STAYS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db import models
from django.db.models import Model

from huiyin.kernel import ledger, store

GONE: Final = "已销毁"  # where the data ask for a word that is there no more


@dataclass(frozen=True, slots=True)
class Words:
    """`paths`: from the row to the thing. `fields`: emptied; `marked`: get the word that they are gone."""

    model: str
    paths: tuple[str, ...]
    fields: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


CASE: Final[tuple[Words, ...]] = (
    Words("cases.Case", ("pk",), ("summary",), ("title",)),
    Words("cases.Concern", ("case",), ("text", "wish", "place", "happened")),
    Words("cases.Message", ("case",), ("text",)),
    Words("cases.CaseEvent", ("case",), ("note",)),
    Words("cases.Assignment", ("case",), ("wanted",)),
    Words("cases.ResultReport", ("assignment__case",), ("text", "why_not", "reasons")),
    Words("cases.Group", ("case",), ("matter",)),
    Words("cases.Reply", ("case",), ("claim", "facts", "decision", "basis", "sent_back_note")),
    Words("cases.Letter", ("case",), ("parts",)),
    Words("cases.Service", ("letter__case",), ("proof",)),
    Words("cases.Posting", ("letter__case",), ("note",)),
    Words("cases.Consultation", ("case",), ("question", "shown", "answer")),
    Words("cases.ExtensionRequest", ("case",), ("reason",)),
    Words(
        "cases.Review", ("case",),
        ("reasons", "admitted_why", "panel", "claim", "facts", "decision", "basis", "instructions", "sent_back_note"),
    ),
    Words("cases.ConcernMove", ("concern__case", "from_case", "to_case"), ("reason",)),
    Words("cases.Likeness", ("older", "newer"), ("reason",)),
    Words("cases.Repeat", ("case",), ("told",)),
    Words("tasks.Task", ("case",), ("text", "result")),
    Words("tasks.TaskEvent", ("task__case",), ("note",)),
    Words("receptions.Booking", ("case",), ("matter", "needs", "reason")),
    Words("receptions.Reception", ("case",), ("place", "subject", "reason"), ("asked_words",)),
    Words("receptions.Need", ("reception__case",), ("note",)),
    Words("receptions.Participant", ("reception__case",), (), ("label",)),
    Words("receptions.Invitation", ("reception__case",), ("officials",)),
    Words("receptions.Minutes", ("reception__case",), ("demands", "law", "said", "promised")),
    Words("receptions.Answer", ("minutes__reception__case",), (), ("text",)),
    Words("mediation.Meeting", ("case",), ("subject", "within", "notice", "result", "other_side", "place")),
    Words("mediation.Participant", ("meeting__case",), ("called", "comes_from")),
    Words("mediation.Word", ("meeting__case",), ("text",)),
    Words("mediation.Minutes", ("meeting__case",), ("text",)),
    Words("mediation.Agreement", ("meeting__case",), ("text", "broken_note")),
    Words("mediation.Term", ("agreement__meeting__case",), ("text",)),
    Words("leaders.Lead", ("case",), ("next_step",)),
    Words("leaders.LeaderStep", ("lead__case",), ("text",)),
    Words("instructions.HardCase", ("case",), ("tried", "asks", "follows")),
    Words("instructions.Hop", ("hard_case__case",), ("why", "answer", "to_person", "discuss_with")),
    Words("supervision.Supervision", ("case",), ("declined_why", "outcome")),
    Words("supervision.Measure", ("supervision__case",), ("wrong", "demanded", "answer", "not_enough")),
    Words("supervision.TakeOver", ("case",), ("reasons", "given_back_why")),
    Words(
        "supervision.Accountability", ("case",),
        ("facts", "heard", "reasons", "ordered", "objection_answer", "carried_out", "dropped_why"),
    ),
)  # fmt: skip

INSTRUCTION: Final[tuple[Words, ...]] = (
    Words("instructions.Instruction", ("pk",), ("subject", "text", "must", "result", "word", "found")),
    Words("instructions.Step", ("instruction",), ("text", "found")),
    Words("instructions.InstructionEvent", ("instruction",), ("note",)),
)

HAZARD: Final[tuple[Words, ...]] = (
    Words("prevention.Hazard", ("pk",), ("text", "interim_note"), ("title", "place", "dropped_why")),
    Words("prevention.Rectification", ("hazard",), ("supplier", "note"), ("done",)),
    Words("prevention.HazardEvent", ("hazard",), ("note",)),
)

ANNOUNCEMENT: Final[tuple[Words, ...]] = (
    Words("announcements.Announcement", ("pk",), (), ("ended_why",)),
    Words("announcements.Wording", ("announcement",), ("text", "returned_why"), ("title", "why")),
)

HOLDING: Final[tuple[Words, ...]] = (Words("archive.Holding", ("pk",), ("words", "place"), ("title",)),)

# Free text that holds no word about anybody: titles of posts, numbers, what the procedure asks, references.
STAYS: Final[dict[str, tuple[str, ...]]] = {
    "cases.Case": ("facts",),
    "cases.CaseEvent": ("data",),  # offices, posts, days, references
    "cases.Reply": ("number", "recourse"),
    "cases.Review": ("recourse",),
    "cases.Letter": ("title", "number", "signed_by"),
    "instructions.Instruction": ("paper_number", "superior_office"),
    "receptions.Reception": ("received_by",),
    "receptions.Invitation": ("acknowledged_by", "urged"),
    "receptions.Answer": ("who",),
    "supervision.Accountability": ("decided_by",),
    "supervision.Measure": ("decided_by",),
    "prevention.HazardEvent": ("data",),
    "prevention.Rectification": ("files",),
    "announcements.Announcement": ("units", "posts", "classes"),  # public ids
    "archive.Holding": ("code", "key"),  # its number, and a digest by which the same row is known again
}


def emptied(table: tuple[Words, ...], thing: Model) -> list[ledger.Committed]:
    """Part of an action: empties the words of all rows of the thing; answers those that the ledger has commitments to."""
    store.require_write()
    changed = [row for words in table for row in _rows(words, thing) if _empty(row, words)]
    return [row for row in changed if isinstance(row, ledger.Committed)]


def _rows(words: Words, thing: Model) -> Iterator[Model]:
    model = apps.get_model(words.model)
    wanted = models.Q()
    for path in words.paths:
        wanted |= models.Q(**{path: thing.pk})
    yield from model._default_manager.filter(wanted).order_by("pk")


def _empty(row: Model, words: Words) -> bool:
    """Whether it held anything."""
    before = dict(vars(row))
    for name in words.fields:
        setattr(row, name, _nothing(row, name))
    for name in words.marked:
        if getattr(row, name):
            setattr(row, name, GONE)
    changed = [*words.fields, *words.marked]
    if all(before.get(name) == getattr(row, name) for name in changed):
        return False
    row.save(update_fields=changed)
    return True


def _nothing(row: Model, name: str) -> object:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else []
    return ""
