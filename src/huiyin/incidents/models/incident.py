"""An incident, and its log: the one thing that everybody follows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.incidents.rules.numbers import EXERCISE_MARK
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse
from huiyin.plans.models import KINDS

FROZEN = "what an incident is never changes"
LOG_FROZEN = "the log of an incident is append-only"


class Status(models.TextChoices):
    OPEN = "open"
    STANDING_DOWN = "standing-down"
    ENDED = "ended"
    REVIEWED = "reviewed"


RUNNING = (Status.OPEN, Status.STANDING_DOWN)


class Incident(OpenInHouse, Committed):
    """A plan in use. `exercise` never changes, and earnest and exercise are numbered apart (`2026-07`, `演-2026-11`).

    `level` is the key of a level of the plan, confirmed by a person from `level_by` on; until then it is proposed.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "number", "exercise", "plan_version_id", "kind", "title", "place", "started_at",
        "started_by", "level", "level_since", "level_reason", "level_by", "expected_until", "commander_id", "heads_round",
        "status", "standing_down_at", "ended_at", "end_note", "data_due_on", "data_kept_why", "data_destroyed_at",
    )  # fmt: skip
    frozen_columns: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "number", "exercise", "plan_version_id", "kind", "started_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="incidents")
    number = models.CharField(max_length=24)
    exercise = models.BooleanField()
    plan_version = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents",
        help_text="pinned at the start; empty where there is no plan for it",
    )  # fmt: skip
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True, default="")
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=40, help_text="post:<id>")
    started_title = models.CharField(max_length=120)
    level = models.CharField(max_length=64, blank=True, default="", help_text="key of a level of the plan")
    level_since = models.DateTimeField()
    level_reason = models.CharField(max_length=500, blank=True, default="")
    level_by = models.CharField(max_length=40, blank=True, default="", help_text="who confirmed it; empty: proposed")
    expected_until = models.DateTimeField(null=True, blank=True)
    commander = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="commands"
    )
    heads_round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.OPEN)
    standing_down_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_note = models.TextField(blank=True, default="")
    data_due_on = models.DateField(null=True, blank=True, help_text="when personal data of the response is destroyed")
    data_kept_why = models.TextField(blank=True, default="", help_text="why it is kept longer: lawful, needed, safe")
    data_destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "exercise", "status"], name="incident_of_office")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="incident_number"),
            models.CheckConstraint(
                condition=Q(exercise=True, number__startswith=EXERCISE_MARK)
                | (Q(exercise=False) & ~Q(number__startswith=EXERCISE_MARK)),
                name="incident_exercise_numbered_apart",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="incident_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=RUNNING, ended_at=None)
                | Q(status__in=("ended", "reviewed"), ended_at__isnull=False, data_due_on__isnull=False),
                name="incident_ended_owes_destruction",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        return f"incident:{self.public_id}"

    @property
    def running(self) -> bool:
        return self.status in RUNNING


class LogKind(models.TextChoices):
    STARTED = "started"
    LEVEL = "level"
    CALL = "call"
    STEP = "step"
    HEADS = "heads"
    ORDER = "order"
    STATEMENT = "statement"
    REPORT = "report"
    NOTE = "note"
    CORRECTION = "correction"
    RESOURCE = "resource"
    INJECT = "inject"
    STAND_DOWN = "stand-down"
    FINDING = "finding"
    DATA = "data"


class CameBy(models.TextChoices):
    ONLINE = "online"
    OFFLINE = "offline"
    PAPER = "paper"
    MACHINE = "machine"


class LogEntry(Committed):
    """One line. `said` names the sentence (`wording.LINES`) that `data` fills in; `text` is what somebody wrote.

    No personal data stands in `text` or `data`: what needs it goes under the incident's key (`sealed`), and is destroyed.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "incident_id", "position", "at", "received_at", "author", "author_title", "kind", "said", "text", "data",
        "corrects_id", "came_by", "client_id", "sealed", "files",
    )  # fmt: skip

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log")
    position = models.PositiveIntegerField(help_text="1.. in the order in which entries arrived")
    at = models.DateTimeField(help_text="when it happened")
    received_at = models.DateTimeField(help_text="when it arrived here")
    author = models.CharField(max_length=40)
    author_title = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=12, choices=LogKind.choices)
    said = models.CharField(max_length=32, blank=True, default="")
    text = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    came_by = models.CharField(max_length=8, choices=CameBy.choices, default=CameBy.ONLINE)
    client_id = models.CharField(max_length=40, blank=True, default="")
    sealed = models.CharField(max_length=12, blank=True, default="", help_text="public id of the sealed text")
    files = models.JSONField(default=list, help_text="public ids of attachments")

    class Meta:
        ordering = ["incident", "position"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "position"], name="incident_log_position"),
            models.UniqueConstraint(
                fields=["incident", "client_id"], condition=~Q(client_id=""), name="incident_log_sent_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="incident_log_kind_known"),
            models.CheckConstraint(condition=Q(came_by__in=CameBy.values), name="incident_log_way_known"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(said=""), name="incident_log_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.position}"
