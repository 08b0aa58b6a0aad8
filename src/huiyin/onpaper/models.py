"""Which sheets of the day were printed for which post, and what was typed in of their rows. What stands printed on them is kept nowhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse
from huiyin.plans.paper.rows import RowId


class Kind(models.TextChoices):
    CONCERN = "concern"
    NOTE = "note"


class DaySheet(OpenInHouse, Committed):
    """A set that was printed for a post. `concerns`, `notes`: how many blank rows of each kind, counted through in this order."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "code", "day", "concerns", "notes", "at", "actor",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, unique=True)
    day = models.DateField()
    concerns = models.PositiveSmallIntegerField()
    notes = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["post", "day"], name="day_sheets_of_post")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> str:
        return f"day-sheet:{self.public_id}"

    @property
    def number(self) -> str:
        """As it stands on the paper, with its check character."""
        return str(RowId(self.code))


class PaperRow(Committed):
    """A row that was written by hand and typed in, once. `at`: the time that is written there. A concern's words stand in its case alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "sheet_id", "row", "kind", "at", "text", "concern", "entered_at", "entered_by",
    )  # fmt: skip

    sheet = models.ForeignKey(DaySheet, on_delete=models.PROTECT, related_name="typed")
    row = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    concern = models.CharField(max_length=12, blank=True, default="", db_index=True, help_text="public id")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)
    entered_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "row"], name="paper_row_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="paper_row_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind="concern") & Q(text="") & ~Q(concern=""))
                | (Q(kind="note") & Q(concern="") & ~Q(text="")),
                name="paper_row_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return str(RowId(self.sheet.code, self.row))
