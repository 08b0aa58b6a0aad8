"""Which other offices are at the table of a case, and since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Part(models.TextChoices):
    """Why another office takes part. Each has its own verbs; all of them read the file but who is merely asked."""

    REVIEW = "review"  # 复查
    SECOND_REVIEW = "second-review"  # 复核
    JOINT = "joint"  # 联合接访
    CONSULTED = "consulted"  # 会商、征求意见: reads the question and what it is shown, not the file
    COMMON_SUPERIOR = "common-superior"  # decides a dispute of competence (条例 24)
    ASSIGNED_BY = "assigned-by"  # 交办: waits for the result
    LEADING = "leading"  # a leader of an office above answers for the case
    TAKEN_OVER = "taken-over"  # a superior works on it itself


READING = tuple(part for part in Part.values if part != Part.CONSULTED)


class Involvement(Committed):
    """Another organisation at the table of a case. It ends, and is never erased: who has read along stays known."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "organisation_id",
        "unit_id",
        "part",
        "since",
        "until",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=16, choices=Part.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "part"], condition=models.Q(until=None), name="involved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part} {self.organisation_id}"
