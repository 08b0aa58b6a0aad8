"""Exercises: how often each plan is practised, one that is planned, what is thrown in, how it was judged."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .incident import Incident


class DrillRule(Committed):
    """How often a plan is practised, and by which rule (`rules.CADENCES`); `months` is never longer than that of the rule."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "plan_id",
        "cadence",
        "months",
        "set_by",
        "set_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan = models.OneToOneField("plans.Plan", on_delete=models.CASCADE, related_name="drill_rule")
    cadence = models.CharField(max_length=16)
    months = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=40)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="drill_rule_months")]

    def __str__(self) -> str:
        return self.public_id


class DrillStatus(models.TextChoices):
    PLANNED = "planned"
    STARTED = "started"
    CALLED_OFF = "called-off"


class Drill(Committed):
    """An exercise that is planned. Once it starts, it is an `Incident` like any other, with `exercise` set."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_id", "planned_for", "announced", "aim", "status", "led_by_id", "planned_by", "planned_at",
        "incident_id", "called_off_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="drills")
    planned_for = models.DateTimeField()
    announced = models.BooleanField()
    aim = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=DrillStatus.choices, default=DrillStatus.PLANNED)
    led_by = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    planned_by = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    incident = models.OneToOneField(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="drill")
    called_off_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["planned_for", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="started", incident__isnull=False) | (~Q(status="started") & Q(incident=None)),
                name="drill_started_is_an_incident",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"drill:{self.public_id}"


class Inject(Committed):
    """What is thrown in at a minute of the exercise, and whom it is told."""

    committed_fields: ClassVar[tuple[str, ...]] = ("drill_id", "minute", "text", "role", "role_title", "given_at")

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="injects")
    minute = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    role = models.CharField(
        max_length=64, blank=True, default="", help_text="key of a role of the plan; empty: everybody"
    )
    role_title = models.CharField(max_length=120, blank=True, default="")
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["minute", "id"]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.minute}"


class Evaluation(Committed):
    """One point of the sheet by which an exercise is judged (突发事件应急预案管理办法 2013, 23), by one post."""

    committed_fields: ClassVar[tuple[str, ...]] = ("incident_id", "point", "mark", "text", "author", "at")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="evaluations")
    point = models.CharField(max_length=12)
    mark = models.CharField(max_length=8, choices=[(one, one) for one in ("good", "partly", "failed", "unseen")])
    text = models.CharField(max_length=500, blank=True, default="")
    author = models.CharField(max_length=40)
    author_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.point}"
