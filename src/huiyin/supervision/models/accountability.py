"""Who answers for how a case was handled (责任追究): an office, or a post of it. Never anything about who raised the case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Standing(models.TextChoices):
    """Whose turn it is; in the first two a clock runs."""

    HEARING = "hearing"  # the office or the post is heard
    ORDERED = "ordered"  # what was decided is to be carried out
    DONE = "done"
    DROPPED = "dropped"


class Consequence(models.TextChoices):
    """The order of articles 43 to 46: correction; where grave, discipline; where it is a crime, criminal proceedings."""

    CORRECTION = "correction"
    DISCIPLINE = "discipline"
    CRIMINAL = "criminal"


class Accountability(Committed):
    """One record. The petitioner reads no more of it than that the office was told to mend it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "supervision_id",
        "organisation_id",
        "post_id",
        "ground",
        "facts",
        "standing",
        "opened_at",
        "opened_by",
        "heard",
        "objected",
        "heard_at",
        "heard_by",
        "consequence",
        "decided_by",
        "reasons",
        "ordered",
        "due_on",
        "decided_at",
        "objection_answer",
        "carried_out",
        "carried_out_at",
        "dropped_why",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="accountability")
    supervision = models.ForeignKey("supervision.Supervision", on_delete=models.PROTECT, related_name="accountability")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=24, help_text="a ground of articles 42 to 46; see rules.GROUNDS")
    facts = models.TextField(help_text="how the case was handled")
    standing = models.CharField(max_length=8, choices=Standing.choices)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    opened_title = models.CharField(max_length=120)
    heard = models.TextField(blank=True, default="", help_text="what the office or the post says")
    objected = models.BooleanField(default=False, help_text="it does not accept it")
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.CharField(max_length=40, blank=True, default="")
    consequence = models.CharField(max_length=12, choices=Consequence.choices, blank=True, default="")
    decided_by = models.CharField(max_length=120, blank=True, default="", help_text="the body that decided")
    reasons = models.TextField(blank=True, default="")
    ordered = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    objection_answer = models.TextField(blank=True, default="")
    carried_out = models.TextField(blank=True, default="")
    carried_out_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(standing="ordered")
                | (models.Q(decided_at__isnull=False) & ~models.Q(decided_by="") & models.Q(due_on__isnull=False)),
                name="accountability_is_decided_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["organisation", "standing", "id"], name="accountability_office")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def open(self) -> bool:
        """Somebody waits for it."""
        return self.standing in (Standing.HEARING, Standing.ORDERED)
