"""The way of a concern from case to case, which cases were found to be alike, and what was asked before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Move(models.TextChoices):
    JOINED = "joined"  # handled together with others from then on
    ALONE = "alone"  # by itself again
    LEFT = "left"  # taken back by the person, while the others go on


class ConcernMove(Committed):
    """A concern that went from one case to another, or was taken back alone. The person's code goes with it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "concern_id", "kind", "from_case_id", "to_case_id", "at", "actor", "reason",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    concern = models.ForeignKey("cases.Concern", on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=8, choices=Move.choices)
    from_case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="moved_away")
    to_case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="moved_here"
    )
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.kind}"


class Verdict(models.TextChoices):
    OPEN = "open"
    JOINED = "joined"
    DIFFERENT = "different"


class Likeness(Committed):
    """Two cases of one office that seem to be about the same matter, by their words, place and category alone.

    Proposed by the machine, decided by a clerk, and remembered: what was found different is not proposed again.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "older_id", "newer_id", "score", "verdict", "decided_at", "decided_by", "reason",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    older = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="alike_later")
    newer = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="alike_before")
    score = models.PositiveSmallIntegerField(help_text="percent of the words that both have")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="alike_once")]
        indexes = [models.Index(fields=["organisation", "verdict", "id"], name="alike_open")]

    def __str__(self) -> str:
        return f"{self.older_id} {self.newer_id} {self.verdict}"


class LookedThrough(models.Model):
    """How far the search for cases that are alike has come: one row."""

    case_key = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.case_key)


class By(models.TextChoices):
    CODE = "code"  # the person gave the code of the earlier concern
    MATTER = "matter"  # a clerk found it by the matter


class Repeat(Committed):
    """It was asked before. The new case is registered and handled all the same; it leads to what was answered.

    By the person's own old code: to the very answer. By the matter: to what the office says was answered (`told`), since
    the earlier letter may be somebody else's.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "case_id", "concern_id", "earlier_id", "by", "at", "actor", "told",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="repeats")
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="repeats"
    )
    earlier = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="repeated_by")
    by = models.CharField(max_length=8, choices=By.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    told = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "earlier"], name="repeat_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.earlier_id}"
