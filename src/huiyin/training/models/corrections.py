"""What was written down wrongly of a held lesson and was corrected: what it said before, who, when, why. The database keeps it as it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ledger import Committed


class Correction(Committed):
    """One correction: the day and the numbers as they stood, and as they stand since."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "lesson_id", "number", "held_on_before", "people_before", "staff_before", "held_on", "people", "staff", "why", "at", "by",
    )  # fmt: skip

    lesson = models.ForeignKey("training.Lesson", on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    held_on_before = models.DateField()
    people_before = models.PositiveIntegerField()
    staff_before = models.PositiveIntegerField()
    held_on = models.DateField()
    people = models.PositiveIntegerField()
    staff = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "number"], name="lesson_corrections_numbered"),
            models.CheckConstraint(condition=~models.Q(why=""), name="lesson_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.number}"
