"""A hard case on its way up (疑难上报): what was tried, what is asked for; each hop waits for one leader, by a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class HardStatus(models.TextChoices):
    UP = "up"  # a leader owes an answer
    ANSWERED = "answered"  # who asked owes: what follows from it
    CLOSED = "closed"


class HopStatus(models.TextChoices):
    WAITING = "waiting"
    ANSWERED = "answered"
    PASSED = "passed"  # the leader handed it further up
    UNANSWERED = "unanswered"  # the day passed; it went to the next superior by itself


class HardCase(Committed):
    """It belongs to the office that asked, and shares the exclusions of its case."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "case_id", "organisation_id", "asked_by_id", "tried", "asks", "asked_at", "status", "follows",
        "closed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="hard_reports")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="hard_cases")
    asked_title = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    tried = models.TextField()
    asks = models.TextField()
    status = models.CharField(max_length=10, choices=HardStatus.choices, default=HardStatus.UP)
    follows = models.TextField(blank=True, default="", help_text="what follows from the answer, by who asked")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "status", "id"], name="hard_case_of_office")]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=HardStatus.values), name="hard_status_known"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status__in=["up", "answered"]), name="one_open_hard_report"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"hard-case:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.asked_by.unit_id

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        return self.case.excludes(post_id)


class Hop(Committed):
    """One step up: to which post, until when, and what came of it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "hard_case_id", "to_id", "sent_by", "sent_at", "why", "status", "kind", "answer", "to_person",
        "discuss_on", "discuss_with", "answered_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    hard_case = models.ForeignKey(HardCase, on_delete=models.CASCADE, related_name="hops")
    to = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="hops")
    sent_by = models.CharField(max_length=40, help_text="post:<id>, or the clock that sent it on")
    sent_title = models.CharField(max_length=120, blank=True, default="")
    sent_at = models.DateTimeField()
    why = models.TextField(blank=True, default="")
    status = models.CharField(max_length=10, choices=HopStatus.choices, default=HopStatus.WAITING)
    kind = models.CharField(max_length=8, blank=True, default="", help_text="answer or decision")
    answer = models.TextField(blank=True, default="")
    to_person = models.TextField(
        blank=True, default="", help_text="what the person is told of it, where it concerns them"
    )
    discuss_on = models.DateField(null=True, blank=True)
    discuss_with = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["to", "status", "id"], name="hop_of_post")]
        constraints = [
            models.UniqueConstraint(
                fields=["hard_case"], condition=models.Q(status="waiting"), name="one_hop_waits"
            ),
            models.CheckConstraint(condition=models.Q(status__in=HopStatus.values), name="hop_status_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def organisation_id(self) -> int:
        return self.to.unit.organisation_id

    @property
    def unit_id(self) -> int | None:
        return self.to.unit_id

    @property
    def organisation_path(self) -> str:
        return self.to.unit.organisation.path

    def excludes(self, post_id: int) -> bool:
        return self.hard_case.excludes(post_id)
