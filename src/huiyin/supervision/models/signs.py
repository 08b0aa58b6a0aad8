"""What the supervisor's page and the patterns stand on: derived in the write of the act itself, so that no page has to search.

Both follow cases, never who raised them. A sign goes when what it tells of is mended; a mark stays and is only counted.
"""

from __future__ import annotations

from django.db import models


class Reason(models.TextChoices):
    """Why a case stands on the page. `ANY` holds the oldest of all, so that each case stands in the whole list once."""

    ANY = "any"
    LATE = "late"
    UNANSWERED = "unanswered"  # a message of the person's, beyond its day
    ASKED = "asked"  # the person asked the office above to see to it
    RETURNED = "returned"  # a review sent the answer back or changed it
    REOPENED = "reopened"
    NOT_DONE = "not-done"  # what was promised was not carried out


class Sign(models.Model):
    """One row for each scope that may supervise the case, so that permission is part of the index."""

    scope = models.CharField(max_length=24, help_text="b<id>: an organisation and everything below it")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="signs")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    since = models.DateTimeField(help_text="the day that was missed, or when it happened")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reason", "scope"], name="sign_once")]
        indexes = [models.Index(fields=["scope", "reason", "since", "case"], name="sign_list")]

    def __str__(self) -> str:
        return f"{self.scope} {self.case_id} {self.reason}"


class Pattern(models.TextChoices):
    """What is counted by office and step."""

    RETURNED = "returned"
    REOPENED = "reopened"
    DISSATISFIED = "dissatisfied"
    EXTENDED_TWICE = "extended-twice"
    LATE = "late"


class Mark(models.Model):
    """That something happened to a case at a step, once. Counted by the worker and shown as numbers alone, never listed."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    pattern = models.CharField(max_length=16, choices=Pattern.choices)
    step = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "pattern", "step"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pattern} {self.step}"
