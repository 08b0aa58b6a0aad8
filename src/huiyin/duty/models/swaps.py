"""Two who swap seats, or one who takes the other's: asked, agreed, carried out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .kinds import Member
from .rosters import Seat


class SwapState(models.TextChoices):
    ASKED = "asked"
    AGREED = "agreed"  # waits for who makes rosters, where the office chose so
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TURNED_DOWN = "turned_down"  # by who makes rosters
    LAPSED = "lapsed"  # a shift began, or a seat is no longer there


OPEN_SWAPS = (SwapState.ASKED, SwapState.AGREED)


class Swap(OpenInHouse, Committed):
    """`seat` is given to `other`; `other_seat` comes back for it, or nothing, where they take it in their stead."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "seat_id", "other_id", "other_seat_id", "state", "note", "asked_at", "answered_at", "decided_by", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    other_seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=11, choices=SwapState.choices, default=SwapState.ASKED)
    note = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True, default="", help_text="post:<id>")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="swaps_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SwapState.values), name="swap_state_known"),
            models.UniqueConstraint(fields=["seat"], condition=Q(state__in=OPEN_SWAPS), name="one_swap_of_a_seat"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_SWAPS, ended_at=None)
                | (~Q(state__in=OPEN_SWAPS) & Q(ended_at__isnull=False)),
                name="swap_ended_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"swap:{self.public_id}"
