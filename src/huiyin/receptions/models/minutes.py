"""Minutes (笔录): one text for both sides, and what the person said to it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .reception import Reception


class Minutes(Committed):
    """The text as it stands. `round` counts how often it was shown; once agreed it never changes."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "reception_id", "demands", "law", "said", "promised", "round", "written_by", "written_at",
        "shown_at", "shown_how", "agreed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reception = models.OneToOneField(Reception, on_delete=models.CASCADE, related_name="minutes")
    demands = models.TextField(help_text="the main demands, in the person's own words")
    law = models.TextField(blank=True, default="", help_text="what was explained of the law")
    said = models.TextField(blank=True, default="", help_text="what else was said, by whom")
    promised = models.JSONField(default=list, help_text="what was promised when it was shown: text, who, due")
    round = models.PositiveSmallIntegerField(default=0)
    written_by = models.CharField(max_length=40)
    written_title = models.CharField(max_length=120, blank=True, default="")
    written_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_how = models.CharField(max_length=8, blank=True, default="", help_text="page, or aloud")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agreed_at=None) | ~Q(shown_at=None), name="minutes_shown_before_agreed")
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def promises(self) -> list[tuple[dict[str, str], dt.date]]:
        """What was promised, each with its day."""
        return [(row, dt.date.fromisoformat(row["due"])) for row in self.promised]


class Said(models.TextChoices):
    AGREES = "agrees"
    CORRECTS = "corrects"
    OBJECTS = "objects"


class Answer(Committed):
    """What somebody said to the minutes as they stood in that round. Kept as it was said, whatever became of it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "minutes_id", "round", "who", "said", "text", "through", "at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=60, help_text="the concern's number, or the part at the table; never a name")
    said = models.CharField(max_length=10, choices=Said.choices)
    text = models.TextField(blank=True, default="")
    through = models.CharField(max_length=40, help_text="petitioner, or the post that took it down")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(said="agrees") | ~Q(text=""), name="correction_or_objection_in_words")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.said}"
