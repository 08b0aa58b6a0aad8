"""Who leads a case and since when, what the leader did, a hand-over, and a year's work sheet as it was kept."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

NO_DATE = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)  # nothing is owed: behind everything that is


class Stage(models.TextChoices):
    """What a board is divided by: until the answer, and from it until it was really carried out and looked at."""

    HANDLING = "handling"
    AFTERCARE = "aftercare"


class StepKind(models.TextChoices):
    """What a leader does in person (亲自). Each counts for one of the five duties: see `rules.DUTY_OF`."""

    STUDY = "study"
    TALK = "talk"
    VISIT = "visit"
    DEPLOY = "deploy"
    INSPECT = "inspect"
    SOLVE = "solve"


class Lead(Committed):
    """That a post answers for a case (包案). It ends, and is never erased. A case has at most one at a time."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "case_id", "post_id", "since", "until", "named_by", "next_step", "next_on",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="leads")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="leads")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    named_by = models.CharField(max_length=40, help_text="post:<id>, system:<job>")
    next_step = models.CharField(max_length=200, blank=True, default="", help_text="what the leader does next")
    next_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    # How the board finds it, not what is so: kept in step by every act on the case.
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.HANDLING)
    due_at = models.DateTimeField(default=NO_DATE, help_text="the next date that the office owes in this case")

    class Meta:
        ordering = ["id"]
        # The condition holds no value but NULL: SQLite can't use a partial index when it must compare with a parameter.
        indexes = [models.Index(fields=["post", "stage", "due_at", "id"], name="lead_board", condition=Q(until=None))]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="case_has_one_leader"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="lead_stage_known"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"lead:{self.public_id}"


class LeaderStep(Committed):
    """Something that the leader did in person, with its day."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "lead_id",
        "kind",
        "on",
        "text",
        "at",
        "actor",
        "actor_title",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    on = models.DateField()
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["actor", "on"], name="step_of_post")]

    def __str__(self) -> str:
        return self.public_id


class Handover(Committed):
    """A list of led cases that changes hands, signed by who gives and who takes.

    `to_post`: the same post where its next holder or a deputy takes over, else the superior's. `moved_at`: when the cases
    went there; empty for a dated leave that has not come yet. `cases`: public ids, as they lay on the post that day.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "post_id", "to_post_id", "leaving_id", "leaves_on", "made_at", "moved_at", "cases", "gave_at",
        "gave_by", "took_at", "took_by", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="handovers")
    to_post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="takeovers")
    leaving = models.ForeignKey(
        "organisations.Appointment", null=True, blank=True, on_delete=models.PROTECT, related_name="handovers"
    )
    leaves_on = models.DateField()
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)
    cases = models.JSONField(default=list)
    gave_at = models.DateTimeField(null=True, blank=True)
    gave_by = models.CharField(max_length=40, blank=True, default="")
    took_at = models.DateTimeField(null=True, blank=True)
    took_by = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="both have signed, or who left can't any more")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["post"], name="handover_open", condition=Q(ended_at=None)),
            models.Index(fields=["to_post"], name="takeover_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"handover:{self.public_id}"


class YearSheet(Committed):
    """The work sheet of a post for a year that has ended, as it stood then. Nothing in it tells of a petitioner."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "post_id", "title", "year", "due", "done", "kept_at")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="year_sheets")
    title = models.CharField(max_length=120, help_text="the post's title in that year")
    year = models.PositiveSmallIntegerField()
    due = models.JSONField(default=list, help_text="[[leading group, duty as written], …]")
    done = models.JSONField(default=list, help_text="[{duty, on, what: {language: text}, number}, …]")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["post", "year"], name="sheet_once_a_year")]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"
