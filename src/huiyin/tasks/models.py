"""A task: what an office was asked to do by a day, who asked, what came of it. And what happened to it, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Status(models.TextChoices):
    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


OPEN = (Status.GIVEN, Status.ACKNOWLEDGED)  # the receiver owes it
ENDED = (Status.ACCEPTED, Status.WITHDRAWN)


class Task(Committed):
    """It belongs to the office that was asked; `post` is empty until that office names one. With a case it shares its exclusions."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "case_id", "concern_id", "origin", "origin_id", "organisation_id", "post_id", "given_by",
        "given_organisation_id", "text", "due_on", "status", "promised", "given_at", "acknowledged_at", "result",
        "reported_by", "reported_at", "accepted_at",
    )  # fmt: skip
    committed_fields_before = (
        (
            "public_id", "case_id", "origin", "origin_id", "organisation_id", "post_id", "given_by", "given_organisation_id",
            "text", "due_on", "status", "promised", "given_at", "acknowledged_at", "result", "reported_by", "reported_at",
            "accepted_at",
        ),
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="to whom it was promised, where several people share the case; empty: to everybody",
    )  # fmt: skip
    origin = models.CharField(max_length=24, help_text="what it came of: reception, instruction, supervision, …")
    origin_id = models.CharField(max_length=12, help_text="public id of the thing there")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="tasks")
    post = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    given_by = models.CharField(max_length=40, help_text="post:<id>")
    given_title = models.CharField(max_length=120, help_text="the post's title on that day")
    given_organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    given_unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    text = models.TextField()
    due_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.GIVEN)
    promised = models.BooleanField(default=False, help_text="a promise to the person, who reads it and its date")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True, default="")
    reported_by = models.CharField(max_length=40, blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="task_of_office"),
            models.Index(fields=["post", "status", "due_on"], name="task_of_post"),
            models.Index(fields=["given_organisation", "status", "due_on"], name="task_given_by_office"),
            models.Index(fields=["given_by", "status", "due_on"], name="task_given_by_post"),
            models.Index(fields=["origin", "origin_id"], name="task_origin"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="task_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status="reported") | models.Q(reported_at__isnull=False), name="task_reported_has_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"task:{self.public_id}"

    @property
    def title(self) -> str:
        """For lists: the first line, not too long."""
        line = self.text.strip().partition("\n")[0]
        return line if len(line) <= 60 else f"{line[:59]}…"

    @property
    def unit_id(self) -> int | None:
        return self.post.unit_id if self.post else None

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """Who must not know of the case knows of no task of it; of a sealed case there are none."""
        return self.case is not None and (self.case.kind == Kind.MISCONDUCT or self.case.excludes(post_id))

    @property
    def giving_side(self) -> GivingSide:
        """The same task as a thing of the office that gave it."""
        return GivingSide(self)


@dataclass(frozen=True, slots=True)
class GivingSide:
    """For `may()`: where a task stands for those who gave it."""

    task: Task

    @property
    def organisation_id(self) -> int:
        return self.task.given_organisation_id

    @property
    def unit_id(self) -> int | None:
        return self.task.given_unit_id

    @property
    def organisation_path(self) -> str:
        return self.task.given_organisation.path

    def excludes(self, post_id: int) -> bool:
        return self.task.excludes(post_id)


class TaskEvent(Committed):
    """One line of what happened to a task."""

    committed_fields: ClassVar[tuple[str, ...]] = ("task_id", "verb", "at", "actor", "actor_title", "note")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["task", "id"], name="task_event_of_task")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.verb}"
