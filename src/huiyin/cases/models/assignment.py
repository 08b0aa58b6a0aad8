"""What an office above assigned to one below, and the results that were reported back to it (交办，条例 22(3))."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Ended(models.TextChoices):
    NOTED = "noted"  # the assigning office took note of the result
    GIVEN_BACK = "given-back"  # the receiver was not competent
    SEALED = "sealed"  # it turned out to be a report about a person


class How(models.TextChoices):
    """How the matter was handled, in the receiver's own word."""

    SETTLED = "settled"
    EXPLAINED = "explained"
    OTHER_WAY = "other-way"
    GOES_ON = "goes-on"


class Verdict(models.TextChoices):
    WAITING = "waiting"
    NOTED = "noted"
    SENT_BACK = "sent-back"


class Assignment(Committed):
    """Of the case at the office that got it; the one at the office that assigned it is its origin.

    `due_on`: the day that the assigning office set, the new one after a report was sent back. `reported_at`: a report is
    with the assigning office.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "case_id", "organisation_id", "assigned_by", "at", "wanted", "due_on", "reported_at", "ended", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="assignment")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    assigned_by = models.CharField(max_length=40)
    assigned_title = models.CharField(max_length=120)
    at = models.DateTimeField()
    wanted = models.TextField(help_text="what is to be reported")
    due_on = models.DateField()
    reported_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=12, choices=Ended.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id


class ResultReport(Committed):
    """One report of the result. `why_not`: why the person has no written answer yet, where they have none."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "assignment_id", "at", "by", "how", "text", "why_not", "verdict", "judged_at", "judged_by", "reasons",
        "new_due_on",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)
    how = models.CharField(max_length=12, choices=How.choices)
    text = models.TextField()
    why_not = models.TextField(blank=True, default="")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.WAITING)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.CharField(max_length=40, blank=True, default="")
    judged_title = models.CharField(max_length=120, blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    new_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["verdict", "assignment"], name="report_verdict")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(verdict="waiting"), name="one_report_waits"
            ),
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(verdict="sent-back"), name="report_sent_back_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
