"""What is stored of a bulletin: the event, its reports one after another, and who was told when by which way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

FROZEN = "what was reported never changes; the next report corrects it"


class Bulletin(OpenInHouse, Committed):
    """One event that an office reports. Its clocks run from `learned_at`; it is open until the final report."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "number", "kind", "apart", "incident_id", "learned_at", "begun_at", "begun_by", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="bulletins")
    number = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, help_text="key of `law/kinds.toml`")
    closed = models.BooleanField(help_text="about a child or a wrong: fewer read it")
    apart = models.BooleanField(
        default=False, help_text="about the head or a leader: in the office nobody but who began it knows of it"
    )
    incident = models.ForeignKey(
        "incidents.Incident", null=True, blank=True, on_delete=models.PROTECT, related_name="bulletins"
    )
    learned_at = models.DateTimeField(help_text="when the office learned of it")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40, help_text="post:<id>")
    begun_title = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when the final report went")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "ended_at"], name="bulletin_of_office")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="bulletin_number"),
            models.CheckConstraint(condition=Q(apart=False) | Q(closed=True), name="bulletin_apart_is_closed"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        return f"bulletin:{self.public_id}"


class Stage(models.TextChoices):
    FIRST = "first"
    FOLLOW_UP = "follow-up"
    FINAL = "final"


class Report(Committed):
    """A report of a bulletin: first, follow-up or final. A draft is written again and again; sent, it never changes.

    `corrects`: fields in which the report before was wrong, with `why_corrected`; other differences are news.
    `passed`: warnings with which it went all the same, for `why_passed`.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "bulletin_id", "number", "stage", "occurred_at", "place", "texts", "numbers", "corrects",
        "why_corrected", "passed", "why_passed", "sent_at", "sent_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=9, choices=Stage.choices)
    occurred_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    texts = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict, help_text="None: not known yet")
    corrects = models.JSONField(default=list)
    why_corrected = models.CharField(max_length=300, blank=True, default="")
    passed = models.JSONField(default=list, help_text="[[finding, field], …]")
    why_passed = models.CharField(max_length=300, blank=True, default="")
    saved_at = models.DateTimeField()
    saved_title = models.CharField(max_length=120)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=40, blank=True, default="")
    sent_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["bulletin", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="bulletin_report_number"),
            models.UniqueConstraint(fields=["bulletin"], condition=Q(sent_at=None), name="bulletin_one_draft"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="bulletin_stage_known"),
            models.CheckConstraint(condition=Q(sent_at=None) | ~Q(occurred_at=None), name="bulletin_sent_says_when"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.number}"


class Way(models.TextChoices):
    PHONE = "phone"
    PAPER = "paper"
    SYSTEM = "system"


class Told(Committed):
    """That a body was told, when, by which way, and at which desk: a plain fact, with when it was written down."""

    committed_fields: ClassVar[tuple[str, ...]] = ("bulletin_id", "body", "way", "at", "whom", "noted_at", "noted_by")

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="told")
    body = models.CharField(max_length=16)
    way = models.CharField(max_length=6, choices=Way.choices)
    at = models.DateTimeField()
    whom = models.CharField(max_length=80, blank=True, default="", help_text="the desk or post that took it")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    noted_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="bulletin_way_known"),
            models.CheckConstraint(condition=Q(way="system") | ~Q(whom=""), name="bulletin_told_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.body}"


class Decision(models.TextChoices):
    OPEN = ""
    PASSED_ON = "passed-on"
    ENDED = "ended"


class Level(Committed):
    """An office above that a bulletin reached. It passes it on to the office above itself, or ends it with a reason."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "bulletin_id", "organisation_id", "sender_id", "came_at", "decision", "decided_at", "decided_by", "why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="levels")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")
    decided_title = models.CharField(max_length=120, blank=True, default="")
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["bulletin", "id"]
        indexes = [models.Index(fields=["organisation", "decision"], name="bulletin_level_of_office")]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "organisation"], name="bulletin_reaches_an_office_once"),
            models.CheckConstraint(condition=~Q(decision="ended") | ~Q(why=""), name="bulletin_ended_says_why"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="bulletin_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Receipt(Committed):
    """A report at an office above, from when it came until a person there has said that it was read."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "level_id",
        "report_id",
        "came_at",
        "acknowledged_at",
        "acknowledged_by",
    )

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="receipts")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="receipts")
    came_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=40, blank=True, default="")
    acknowledged_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["report", "id"]
        constraints = [models.UniqueConstraint(fields=["level", "report"], name="bulletin_report_received_once")]

    def __str__(self) -> str:
        return f"{self.level_id} {self.report_id}"


class Judgement(models.TextChoices):
    OPEN = ""
    RIGHT = "right"
    MISTAKEN = "mistaken"
    FALSE = "false"


class Doubt(Committed):
    """An office above does not hold for true what a report says. The office that reported has its say before it is judged.

    What could not be shown is not false (`right`), an honest mistake is not false either (`mistaken`): only what was
    known to be otherwise counts against the office (突发事件应对法 61).
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "level_id", "report_id", "what", "basis", "asked_at", "asked_by", "answer", "answered_at", "answered_by",
        "judgement", "why", "judged_at", "judged_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="doubts")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="doubts")
    what = models.CharField(max_length=300, help_text="what in it is not held for true")
    basis = models.CharField(max_length=300, help_text="what it is compared with")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=120)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True, default="")
    answered_title = models.CharField(max_length=120, blank=True, default="")
    judgement = models.CharField(max_length=8, choices=Judgement.choices, blank=True, default=Judgement.OPEN)
    why = models.CharField(max_length=300, blank=True, default="")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.CharField(max_length=40, blank=True, default="")
    judged_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(fields=["level"], condition=Q(judgement=""), name="bulletin_one_open_doubt"),
            models.CheckConstraint(
                condition=Q(judgement="", judged_at=None)
                | (~Q(judgement="") & ~Q(why="") & Q(judged_at__isnull=False)),
                name="bulletin_judged_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="bulletin_answered_with_words"),
        ]

    def __str__(self) -> str:
        return self.public_id
