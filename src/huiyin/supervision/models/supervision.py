"""A superior's chase of a late or badly handled case (督办), each thing that it ordered, and a case that it took over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Origin(models.TextChoices):
    """Whose eye fell on it first."""

    OWN = "own"
    PERSON = "person"
    RULE = "rule"


class Trigger(models.TextChoices):
    """What article 40 lets a petition office supervise."""

    AGAINST_RULES = "against-rules"
    SHIRKING = "shirking"
    PERFUNCTORY = "perfunctory"
    DELAY = "delay"
    FRAUD = "fraud"
    NOT_CARRIED_OUT = "not-carried-out"


class Status(models.TextChoices):
    """Whose turn it is. In every one but the last two a clock runs."""

    WAITING = "waiting"  # the person asked, or a rule proposes it: the supervisor must look
    ASKED = "asked"  # the office must answer in writing
    ANSWERED = "answered"  # the supervisor must look at the answer
    CLOSED = "closed"
    DECLINED = "declined"


class MeasureKind(models.TextChoices):
    """What can be ordered. Each has its article in `rules.ARTICLES`."""

    URGE = "urge"
    IMPROVE = "improve"
    CORRECT = "correct"
    LIST = "list"
    INTERVIEW = "interview"
    CIRCULATE = "circulate"
    ACCOUNTABILITY = "accountability"


class Adopted(models.TextChoices):
    """The written answer says whether what was proposed is adopted (条例 40)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Supervision(Committed):
    """One chase of one case by one office. It belongs to the supervising office; the case's office sees it and answers."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "organisation_id",
        "origin",
        "rule",
        "trigger",
        "status",
        "raised_at",
        "person_asked_at",
        "declined_why",
        "outcome",
        "closed_at",
        "closed_by",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="supervisions")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    rule = models.CharField(max_length=24, blank=True, default="", help_text="which rule proposed it")
    trigger = models.CharField(max_length=16, choices=Trigger.choices, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices)
    raised_at = models.DateTimeField()
    person_asked_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.TextField(blank=True, default="", help_text="why it is not supervised; the person reads it")
    outcome = models.TextField(blank=True, default="", help_text="what came of it, in words that the person reads")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], condition=~models.Q(rule=""), name="proposed_once"),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False),
                name="supervision_closed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status", "id"], name="supervision_office")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def unit_id(self) -> int | None:
        return None

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """Who must not know of the case must not know of its supervision."""
        return self.case.excludes(post_id)

    @property
    def open(self) -> bool:
        """Somebody waits for it."""
        return self.status not in (Status.CLOSED, Status.DECLINED)


class Measure(Committed):
    """One thing that was ordered by a date, and the written answer to it. A later order is a measure of its own."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "supervision_id",
        "kind",
        "article",
        "wrong",
        "demanded",
        "decided_by",
        "due_on",
        "at",
        "by",
        "adopted",
        "answer",
        "answered_at",
        "answered_by",
        "not_enough",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    supervision = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=16, choices=MeasureKind.choices)
    article = models.CharField(max_length=32)
    wrong = models.TextField(help_text="what is late or badly handled: facts of the case")
    demanded = models.TextField(help_text="what must be done")
    decided_by = models.CharField(
        max_length=120, blank=True, default="", help_text="the joint conference, where it decides"
    )
    due_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)
    adopted = models.CharField(max_length=8, choices=Adopted.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True, default="")
    answered_title = models.CharField(max_length=120, blank=True, default="")
    not_enough = models.TextField(blank=True, default="", help_text="why the answer was not enough")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supervision"],
                condition=models.Q(answered_at=None, not_enough=""),
                name="one_measure_unanswered",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class TakeOver(Committed):
    """A superior works on the case itself, until it gives it back. Lawful dates stay as they are."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "organisation_id",
        "handler_id",
        "handler_before_id",
        "leader_before_id",
        "reasons",
        "at",
        "by",
        "ended_at",
        "ended_by",
        "given_back_why",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="take_overs")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    handler_before = models.ForeignKey("organisations.Post", null=True, on_delete=models.PROTECT, related_name="+")
    leader_before = models.ForeignKey("organisations.Post", null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    given_back_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at=None), name="taken_over_once")
        ]

    def __str__(self) -> str:
        return self.public_id
