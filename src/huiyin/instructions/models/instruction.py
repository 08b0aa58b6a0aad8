"""A superior's instruction (批示): on what matter, from whom, what must be done, what came of it, and what is carried out after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from huiyin.cases.models import Case
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class InstructionStatus(models.TextChoices):
    OPEN = "open"  # the result is owed
    REPORTED = "reported"  # the superior's word on it is owed
    FOLLOWED = "followed"  # further implementation is tracked
    CLOSED = "closed"


class Instruction(Committed):
    """It belongs to the office that answers. There is no field for a person: an instruction is about a matter."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "superior_id", "superior_title", "superior_office", "paper_number", "dated_on", "subject",
        "text", "must", "due_on", "status", "result", "reported_at", "reported_by", "acknowledged_at", "acknowledged_by",
        "word", "found", "closed_at", "closed_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="instructions"
    )
    superior = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="empty: a superior outside of this installation, whose word the office records",
    )  # fmt: skip
    superior_title = models.CharField(max_length=120, help_text="the title on that day")
    superior_office = models.CharField(max_length=120)
    paper_number = models.CharField(max_length=80, blank=True, default="")
    dated_on = models.DateField()
    subject = models.CharField(max_length=120, help_text="the matter")
    text = models.TextField(help_text="the words as they stand on the paper")
    must = models.TextField(help_text="what must be done about the matter")
    due_on = models.DateField()
    answers = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="instructions_answered")
    recorded_by = models.CharField(max_length=40)
    recorded_title = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=InstructionStatus.choices, default=InstructionStatus.OPEN)
    result = models.TextField(blank=True, default="")
    reported_by = models.CharField(max_length=40, blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    word = models.TextField(blank=True, default="", help_text="what the superior said to the result")
    acknowledged_by = models.CharField(max_length=40, blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    found = models.TextField(blank=True, default="", help_text="what was found when it was closed")
    closed_by = models.CharField(max_length=40, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="instruction_of_office"),
            models.Index(fields=["superior", "status", "due_on"], name="instruction_of_superior"),
            models.Index(fields=["answers", "status", "due_on"], name="instruction_answered_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=InstructionStatus.values), name="instruction_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False), name="instruction_closed_has_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"instruction:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.answers.unit_id

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    @property
    def cases(self) -> list[Case]:
        return [link.case for link in self.links.all() if link.left_at is None]

    def excludes(self, post_id: int) -> bool:
        """Who must not know of one of its cases knows nothing of it."""
        return not self._state.adding and any(case.excludes(post_id) for case in self.cases)

    @property
    def superiors_side(self) -> SuperiorsSide:
        """The same instruction as a thing of the office from which it came."""
        return SuperiorsSide(self)


@dataclass(frozen=True, slots=True)
class SuperiorsSide:
    """For `may()`. A superior outside of the installation has no side here."""

    instruction: Instruction

    @property
    def organisation_id(self) -> int:
        superior = self.instruction.superior
        return superior.unit.organisation_id if superior else 0

    @property
    def unit_id(self) -> int | None:
        superior = self.instruction.superior
        return superior.unit_id if superior else None

    @property
    def organisation_path(self) -> str:
        superior = self.instruction.superior
        return superior.unit.organisation.path if superior else "/"

    def excludes(self, post_id: int) -> bool:
        return self.instruction.excludes(post_id)


class InstructionCase(Committed):
    """A case that an instruction is about; it may be about none, or about several."""

    committed_fields: ClassVar[tuple[str, ...]] = ("instruction_id", "case_id", "left_at")

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="instructed")
    left_at = models.DateTimeField(null=True, blank=True, help_text="when the case was sealed, and the rest went on")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["instruction", "case"], name="instructed_once")]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.case_id}"


class Step(Committed):
    """What is still to be carried out after the result, by a day; closed with what was found."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "instruction_id", "text", "due_on", "found", "closed_at", "closed_by"
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    due_on = models.DateField()
    found = models.TextField(blank=True, default="")
    closed_by = models.CharField(max_length=40, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class InstructionEvent(Committed):
    """One line of what happened to an instruction."""

    committed_fields: ClassVar[tuple[str, ...]] = ("instruction_id", "verb", "at", "actor", "actor_title", "note")

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["instruction", "id"], name="instruction_event")]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.verb}"
