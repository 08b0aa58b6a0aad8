"""Drawings with their marks, and every sheet of paper that was printed of a plan."""

from __future__ import annotations

from typing import ClassVar, cast, get_args

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.plans.paper.facts import MarkKind, SheetKind

from .plan import Plan, PlanVersion

SHEET_KINDS: tuple[str, ...] = get_args(SheetKind)
MARK_KINDS: tuple[str, ...] = get_args(MarkKind)


class PlaceDrawing(Committed):
    """A drawing of the place that belongs to a plan, with marks over it. It is kept up to date between the versions, as numbers are."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_id", "title", "file", "width", "height", "marks", "version", "kept_at", "actor", "removed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="drawings")
    title = models.CharField(max_length=120)
    file = models.CharField(max_length=16, help_text="public id of the attachment, a picture")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    marks = models.JSONField(default=list, help_text="{x, y, kind, label}: x and y from the upper left corner, 0 to 1")
    version = models.PositiveIntegerField(default=1)
    kept_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class PrintedSheet(Committed):
    """One sheet that was printed: of which version, which card, how many copies, who has them, by whom, when.

    `code` is its number on the paper. `rows`: keys of the pieces in its rows, row 1 first. `shows`: what is on it that changes
    between versions (see `reprints`); of a telephone number it holds the last signs alone, enough to see that it changed.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_version_id", "run", "kind", "key", "code", "rows", "language", "exercise", "copies", "taken_in", "at",
        "actor", "stale_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="printed")
    run = models.CharField(max_length=12, db_index=True, help_text="sheets that were printed together")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in SHEET_KINDS])
    key = models.CharField(
        max_length=64, blank=True, default="", help_text="of the role; the place of a drawing or page"
    )
    code = models.CharField(max_length=8, unique=True)
    rows = models.JSONField(default=list, blank=True)
    shows = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10)
    exercise = models.BooleanField(default=False)
    copies = models.PositiveIntegerField(default=1)
    taken_in = models.PositiveIntegerField(default=0, help_text="copies that came back, or were destroyed")
    holder = models.CharField(max_length=120, blank=True, default="", help_text="who has it, or where it hangs")
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)
    stale_at = models.DateTimeField(null=True, blank=True, help_text="since when it is known to be out of date")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SHEET_KINDS), name="plan_sheet_kind_known"),
            models.CheckConstraint(condition=Q(taken_in__lte=F("copies")), name="plan_sheet_taken_in"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sheet_kind(self) -> SheetKind:
        """As the sheets are made; the database refuses any other."""
        return cast(SheetKind, self.kind)

    @property
    def out(self) -> int:
        """Copies that somebody still has."""
        return self.copies - self.taken_in
