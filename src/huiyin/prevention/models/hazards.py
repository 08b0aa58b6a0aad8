"""A hazard, each time that it was mended and looked at, and what happened to it line by line. Things and places, never persons."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .maps import OnMap, marked_whole


class Severity(models.TextChoices):
    GRAVE = "grave"
    GREATER = "greater"
    ORDINARY = "ordinary"


class Status(models.TextChoices):
    OPEN = "open"  # somebody owes the mending
    MENDED = "mended"  # said to be mended; another person looks
    CLOSED = "closed"  # looked at, and mended
    DROPPED = "dropped"  # it was none, with the reason


OWED = (Status.OPEN, Status.MENDED)


class Interim(models.TextChoices):
    """What keeps people safe until it is mended."""

    CLOSED_OFF = "closed-off"
    SIGN = "sign"
    GUARD = "guard"


class Source(models.TextChoices):
    STAFF = "staff"
    REPORT = "report"  # anybody, without an account
    ROUND = "round"
    CASE = "case"
    INCIDENT = "incident"
    PLAN = "plan"


class Hazard(OpenInHouse, OnMap, Committed):
    """`owner` owes its mending. `place` is words, as somebody finds it who looks for it.

    `told_up`: the highest office that was told because it is late; only a grave one goes further up than the own head.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "number", "title", "text", "place", "severity", "interim", "interim_note", "owner_id",
        "status", "source", "found_at", "open_since", "registered_by", "case_id", "incident_id", "plan_id", "reopened", "told_up_id",
        "dropped_why", "on_map_id", "across", "down",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (committed_fields[:-3],)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="hazards")
    number = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000, blank=True, default="")
    place = models.CharField(max_length=80)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    interim = models.CharField(max_length=12, choices=Interim.choices, blank=True, default="")
    interim_note = models.CharField(max_length=200, blank=True, default="")
    owner = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="hazards")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.STAFF)
    found_at = models.DateTimeField()
    open_since = models.DateTimeField(help_text="found, or come back")
    registered_by = models.CharField(max_length=40, help_text="post:<id>")
    registered_title = models.CharField(max_length=120)
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="hazards")
    incident = models.ForeignKey(
        "incidents.Incident", null=True, blank=True, on_delete=models.PROTECT, related_name="hazards"
    )
    plan = models.ForeignKey("plans.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="hazards")
    reopened = models.PositiveSmallIntegerField(default=0)
    told_up = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "status", "severity"], name="hazard_of_office"),
            models.Index(fields=["owner", "status"], name="hazard_of_post"),
            models.Index(fields=["organisation", "place"], name="hazard_of_place"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="hazard_number"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="hazard_severity_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="hazard_status_known"),
            models.CheckConstraint(condition=~Q(severity="grave") | ~Q(interim=""), name="grave_hazard_is_guarded"),
            models.CheckConstraint(
                condition=Q(status__in=OWED, ended_at=None) | Q(status__in=("closed", "dropped"), ended_at__isnull=False),
                name="hazard_ends_once",
            ),
            models.CheckConstraint(condition=~Q(status="dropped") | ~Q(dropped_why=""), name="hazard_dropped_says_why"),
            marked_whole("hazard_mark_is_whole"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        return f"hazard:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.owner.unit_id


class Rectification(Committed):
    """One time that it was said to be mended, and what another person saw who looked."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "hazard_id", "done", "cost", "supplier", "files", "mended_at", "mended_by", "passed", "checked_at",
        "checked_by", "note",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="rectifications")
    done = models.CharField(max_length=1000)
    cost = models.DecimalField(max_digits=11, decimal_places=2, null=True, blank=True, help_text="in yuan")
    supplier = models.CharField(max_length=120, blank=True, default="")
    files = models.JSONField(default=list, help_text="public ids of attachments that show it")
    mended_at = models.DateTimeField()
    mended_by = models.CharField(max_length=40)
    mended_title = models.CharField(max_length=120)
    mended_in = models.ForeignKey(
        "organisations.Appointment", on_delete=models.PROTECT, related_name="+",
        help_text="so that who mended it is not who looks at it, in whatever post",
    )  # fmt: skip
    passed = models.BooleanField(null=True, blank=True, help_text="empty: nobody has looked yet")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=40, blank=True, default="")
    checked_title = models.CharField(max_length=120, blank=True, default="")
    checked_in = models.ForeignKey(
        "organisations.Appointment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(passed=None), name="one_rectification_waits_for_its_check"
            ),
            models.CheckConstraint(
                condition=Q(passed=None, checked_at=None, checked_in=None)
                | Q(passed__isnull=False, checked_at__isnull=False, checked_in__isnull=False),
                name="rectification_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_in=None) | ~Q(checked_in=F("mended_in")), name="rectification_checked_by_another"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="rectification_cost"),
        ]

    def __str__(self) -> str:
        return self.public_id


class HazardEvent(Committed):
    """One line of what happened. `data` fills in the sentence that `verb` names (`wording.HAPPENED`)."""

    committed_fields: ClassVar[tuple[str, ...]] = ("hazard_id", "verb", "at", "actor", "actor_title", "note", "data")

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.verb}"
