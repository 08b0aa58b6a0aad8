"""A roster of a period, its shifts, who sits on each, and what happened on it line by line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .kinds import Member, OfOffice, Qualification, ShiftKind


class RosterStatus(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"  # a draft that was given up


class Roster(OfOffice):
    """A period with its shifts. Published, it holds; who published it answers for it until the next one is there."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "first_day", "last_day", "status", "made_by", "published_at", "published_by", "digest", "figures",
    )  # fmt: skip

    first_day = models.DateField()
    last_day = models.DateField()
    status = models.CharField(max_length=9, choices=RosterStatus.choices, default=RosterStatus.DRAFT)
    made_by = models.CharField(max_length=40, help_text="post:<id>")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="", help_text="of all that was published, in one hash")
    figures = models.JSONField(default=dict, help_text="of the solver: value, bound, seconds")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-first_day", "-id"]
        indexes = [models.Index(fields=["organisation", "status", "first_day"], name="roster_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RosterStatus.values), name="roster_status_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="roster_has_days"),
            models.CheckConstraint(
                condition=Q(status="published", published_at__isnull=False) | ~Q(status="published"),
                name="roster_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    @property
    def reference(self) -> str:
        return f"roster:{self.public_id}"


class Shift(OpenInHouse, models.Model):
    """One shift of a roster. What its kind needed when the draft was begun is copied: a kind that changes changes no roster.

    The ledger holds shifts and seats as they were published by the roster's digest, and each change after that by its line.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="shifts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="shifts")
    on = models.DateField(help_text="the day on which it begins")
    day = models.CharField(max_length=8, help_text="working, weekend or holiday")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    leader = models.BooleanField()
    qualification = models.ForeignKey(Qualification, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["begins_at", "id"]
        indexes = [models.Index(fields=["organisation", "begins_at"], name="shift_of_office")]
        constraints = [
            models.UniqueConstraint(fields=["roster", "kind", "on"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shift_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind_id}"

    @property
    def reference(self) -> str:
        return f"shift:{self.public_id}"


class Seat(models.Model):
    """Somebody's place on a shift. Taken away on a published roster it stays, with when and by whom."""

    there = True  # not stored: whether who sits here is neither away nor gone from the house (`weighing.seats_of`)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    leads = models.BooleanField(help_text="the leader in charge")
    proposed = models.BooleanField(default=False, help_text="by the solver; what was set by hand stays where it is")
    given_at = models.DateTimeField()
    here_at = models.DateTimeField(null=True, blank=True, help_text="when they said that they are there")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-leads", "id"]
        indexes = [models.Index(fields=["member", "left_at"], name="seats_of_member")]
        constraints = [
            models.UniqueConstraint(fields=["shift", "member"], condition=Q(left_at=None), name="on_a_shift_once"),
            models.UniqueConstraint(
                fields=["shift"], condition=Q(left_at=None, leads=True), name="one_leader_in_charge_of_a_shift"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class ShiftEvent(Committed):
    """One line of a shift. `data` fills in the sentence that `verb` names (`wording.HAPPENED`)."""

    committed_fields: ClassVar[tuple[str, ...]] = ("shift_id", "verb", "at", "actor", "actor_title", "note", "data")

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.verb}"
