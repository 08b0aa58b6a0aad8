"""Places with a code on the wall, and what anybody reported there without an account. It knows no name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .hazards import Hazard
from .maps import OnMap, marked_whole


class Spot(OpenInHouse, OnMap, Committed):
    """A place with a sheet on its wall: its code opens the page on which anybody reports a hazard there."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "name", "opened_at", "closed_at", "on_map_id", "across", "down",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (committed_fields[:-3],)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="spots")
    name = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at=None), name="spot_once_in_an_office"
            ),
            marked_whole("spot_mark_is_whole"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"spot:{self.public_id}"


class ReportStatus(models.TextChoices):
    WAITING = "waiting"
    ACCEPTED = "accepted"  # a hazard was registered
    JOINED = "joined"  # it was registered already
    NONE = "none"  # not a hazard, with the reason


class Report(OpenInHouse, Committed):
    """In the reporter's own words. `code`: digest of the code with which they see what became of it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "spot_id", "text", "exactly", "reported_at", "status", "hazard_id", "reason",
        "sorted_at", "sorted_by", "late_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    spot = models.ForeignKey(Spot, on_delete=models.PROTECT, related_name="reports")
    text = models.CharField(max_length=500)
    exactly = models.CharField(max_length=80, blank=True, default="", help_text="where exactly")
    code = models.BinaryField(max_length=32, unique=True, editable=False)
    reported_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=ReportStatus.choices, default=ReportStatus.WAITING)
    hazard = models.ForeignKey(Hazard, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=500, blank=True, default="", help_text="why it is none; the reporter reads it")
    sorted_at = models.DateTimeField(null=True, blank=True)
    sorted_by = models.CharField(max_length=40, blank=True, default="")
    late_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "status"], name="hazard_report_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="hazard_report_status_known"),
            models.CheckConstraint(
                condition=Q(status="waiting", hazard=None, sorted_at=None)
                | Q(status__in=("accepted", "joined"), hazard__isnull=False, sorted_at__isnull=False)
                | (Q(status="none", hazard=None, sorted_at__isnull=False) & ~Q(reason="")),
                name="hazard_report_sorted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"hazard-report:{self.public_id}"
