"""Days on which a leader receives (接访日), and the places on them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel import time
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class DayStatus(models.TextChoices):
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class ReceptionDay(Committed):
    """A published day: who receives, when, where, what for (条例 18). How often is the office's own matter."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "on", "starts_at", "ends_at", "slot_minutes", "place", "matters",
        "status", "reason", "instead_id",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200)
    matters = models.CharField(max_length=300, blank=True, default="", help_text="what for; empty: everything")
    status = models.CharField(max_length=12, choices=DayStatus.choices, default=DayStatus.PUBLISHED)
    reason = models.CharField(max_length=300, blank=True, default="", help_text="why it was cancelled")
    instead = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["on", "starts_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "on"], name="reception_day_office"),
            models.Index(fields=["on", "id"], name="reception_day_on"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "on", "starts_at"], condition=Q(status="published"), name="reception_day_once"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reception_day_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(slot_minutes__gte=5), name="reception_day_slot_long_enough"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(reason=""), name="reception_day_cancelled_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"reception-day:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return None

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """A published day is no secret from anybody."""
        return False

    def begins(self, slot: int) -> dt.datetime:
        """The moment of a place."""
        start = dt.datetime.combine(self.on, self.starts_at, time.zone_of(self.organisation.zone))
        return start + dt.timedelta(minutes=self.slot_minutes * slot)


class BookingStatus(models.TextChoices):
    BOOKED = "booked"
    HERE = "here"  # has come, and waits with a number
    CALLED = "called"
    CANCELLED = "cancelled"


class Booking(Committed):
    """A place on a day: booked under a code, or given to who came without one. It knows no name."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "day_id", "slot", "number", "status", "case_id", "concern_id", "matter", "needs", "reason",
        "came_at", "called_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    day = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="bookings")
    slot = models.PositiveSmallIntegerField(null=True, blank=True, help_text="empty: came without a booking")
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the queue, given on the day")
    status = models.CharField(max_length=12, choices=BookingStatus.choices)
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    concern = models.ForeignKey("cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code = models.BinaryField(max_length=32, null=True, unique=True, editable=False, help_text="digest of its code")
    matter = models.CharField(max_length=500, blank=True, default="", help_text="in the person's own words")
    needs = models.JSONField(default=list, help_text="what the person asked for, codes of NeedKind")
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="", help_text="why it was moved or cancelled")
    moved_by_office = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "slot"],
                condition=~Q(status="cancelled") & Q(slot__isnull=False),
                name="one_booking_a_place",
            ),
            models.UniqueConstraint(
                fields=["day", "number"], condition=Q(number__isnull=False), name="one_person_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"booking:{self.public_id}"

    def hidden_from(self, posts: frozenset[int] | set[int]) -> bool:
        """Whether who holds these posts must not know of the case that it is about."""
        return self.case is not None and any(self.case.excludes(post) for post in posts)
