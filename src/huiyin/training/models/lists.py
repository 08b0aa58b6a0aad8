"""A list to sign by hand: who stood on it in which row. Who signed is written nowhere but as having taken the lesson."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ledger import Committed


class SignList(Committed):
    """As it was printed. `rows`: public ids of appointments, in order."""

    committed_fields: ClassVar[tuple[str, ...]] = ("lesson_id", "number", "rows", "printed_at", "printed_by")

    lesson = models.ForeignKey("training.Lesson", on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    printed_at = models.DateTimeField()
    printed_by = models.CharField(max_length=40)
    printed_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["lesson", "number"], name="lesson_lists_numbered")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.number}"
