"""Premises and equipment: what must be looked at again and again, and until when each check is good."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse


class Kind(models.TextChoices):
    FIRE = "fire"
    BUILDING = "building"
    ROOM = "room"
    PLAYGROUND = "playground"
    BOILER = "boiler"
    LIFT = "lift"
    ELECTRIC = "electric"
    KITCHEN = "kitchen"
    VEHICLE = "vehicle"
    COMPUTERS = "computers"
    SERVER = "server"
    NETWORK = "network"
    SYSTEM = "system"
    OTHER = "other"


NETWORK_KINDS = (Kind.COMPUTERS, Kind.SERVER, Kind.NETWORK, Kind.SYSTEM)


class Equipment(OpenInHouse, Committed):
    """A building, a room, extinguishers, a boiler, a bus, a server. `keeper` sees to its checks."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "name", "place", "keeper_id", "note", "added_by", "added_at", "retired_at",
        "retired_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="equipment")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    keeper = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "kind"], name="equipment_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="equipment_kind_known"),
            models.CheckConstraint(
                condition=Q(retired_at=None) | ~Q(retired_why=""), name="equipment_retired_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"equipment:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.keeper.unit_id


class Check(Committed):
    """A check that a thing needs, until when the last one is good, and how long the next one holds (empty: each says itself)."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "equipment_id", "title", "months", "valid_until", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="checks")
    title = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["valid_until", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(months=None) | Q(months__gte=1), name="check_months"),
            models.UniqueConstraint(
                fields=["equipment", "title"], condition=Q(ended_at=None), name="check_once_on_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CheckDone(Committed):
    """One time that it was done, with the paper that shows it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "check_of_id", "done_on", "valid_until", "firm", "note", "files", "at", "by",
    )  # fmt: skip

    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="times")
    done_on = models.DateField()
    valid_until = models.DateField()
    firm = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    files = models.JSONField(default=list, help_text="public ids of attachments")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("done_on")), name="check_good_after_it_was_done"
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.done_on}"
