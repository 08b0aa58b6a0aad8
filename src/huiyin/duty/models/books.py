"""The book of a shift: calls and events with what was done, and the hand-over that both sign."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .rosters import Seat, Shift


class BookEntry(Committed):
    """A call or an event: when, what, what was done. About things and events; there is no field for a person. Nothing is changed afterwards."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "shift_id", "at", "what", "done", "about", "about_title", "written_at", "written_by", "writer_title",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    what = models.CharField(max_length=500)
    done = models.CharField(max_length=500, blank=True, default="")
    about = models.CharField(max_length=40, blank=True, default="", help_text="hazard:<id> or incident:<id>")
    about_title = models.CharField(max_length=200, blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40, help_text="post:<id>")
    writer_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.public_id


class Handover(Committed):
    """From a shift to the one after it: what is to be known, signed by who leaves, then by who comes. `let_be_why`: signed by nobody, and why."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "shift_id", "note", "given_by_id", "given_at", "taken_by_id", "taken_at", "remark", "let_be_by", "let_be_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="handover")
    note = models.CharField(max_length=2000, blank=True, default="")
    given_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=500, blank=True, default="")
    let_be_by = models.CharField(max_length=40, blank=True, default="", help_text="post:<id>")
    let_be_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(given_at__isnull=False, taken_by__isnull=False),
                name="taken_over_after_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def settled(self) -> bool:
        return bool(self.taken_at or self.let_be_by)
