"""Questions about a lesson, and how they were answered: counts alone. Who answered what is written nowhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .programmes import Lesson


class Quiz(Committed):
    """`questions`: [{text, choices, right}]. `answered`, `passed`, `wrong` (by question) count tries; `shown` is what of them the
    office reads: as they stood at the last full handful, so that nobody's try can be told from the one before."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "lesson_id", "questions", "needed", "answered", "passed", "wrong", "set_by", "set_at", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="quizzes")
    questions = models.JSONField(default=list)
    needed = models.PositiveSmallIntegerField()
    answered = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    wrong = models.JSONField(default=list)
    shown = models.JSONField(default=dict)
    set_by = models.CharField(max_length=40)
    set_title = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["lesson"], condition=Q(ended_at=None), name="one_quiz_of_a_lesson"),
            models.CheckConstraint(condition=Q(passed__lte=F("answered")), name="quiz_passed_of_answered"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="quiz_needs_an_answer"),
        ]

    def __str__(self) -> str:
        return self.public_id
