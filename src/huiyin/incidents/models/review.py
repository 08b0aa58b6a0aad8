"""What was learned, and whether everybody on the list can be reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .incident import Incident


class Review(Committed):
    """The assessment afterwards: course and cause, what went well, what did not. One an incident; written once."""

    committed_fields: ClassVar[tuple[str, ...]] = ("incident_id", "course", "well", "badly", "by", "at")

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="review")
    course = models.TextField(help_text="course and cause, as far as known")
    well = models.TextField()
    badly = models.TextField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.incident_id)


class FindingKind(models.TextChoices):
    MEND = "mend"
    PLAN = "plan"
    AFTERCARE = "aftercare"


class Finding(Committed):
    """What came out: something to mend, a change to the plan, care that somebody asked for. Each is a task with owner and day."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "kind", "text", "post_id", "due_on", "task", "plan_version_id", "by", "at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=9, choices=FindingKind.choices)
    text = models.CharField(max_length=500)
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=120)
    due_on = models.DateField()
    task = models.CharField(max_length=12, help_text="public id of the task")
    plan_version = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="the draft in which the change to the plan is written",
    )  # fmt: skip
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class ContactTest(Committed):
    """Whether the posts of a plan and their deputies are reached: it tests numbers and duties, nobody's conduct."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_version_id", "started_by", "started_at", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan_version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="contact_tests")
    started_by = models.CharField(max_length=40)
    started_title = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan_version"], condition=Q(ended_at=None), name="contact_test_one_open")
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"contact-test:{self.public_id}"


class ContactAnswer(Committed):
    """One post on the list, and when it answered."""

    committed_fields: ClassVar[tuple[str, ...]] = ("test_id", "post_id", "roles", "answered_at")

    test = models.ForeignKey(ContactTest, on_delete=models.CASCADE, related_name="answers")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=120)
    roles = models.JSONField(default=list, help_text="titles of the roles that it holds or stands in for")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["test", "post"], name="contact_test_asks_once")]

    def __str__(self) -> str:
        return f"{self.test_id} {self.post_id}"


class NumberCheck(Committed):
    """Somebody rang a number of a plan on a quiet day, and it answered or did not."""

    committed_fields: ClassVar[tuple[str, ...]] = ("plan_id", "key", "number", "rang", "author", "at")

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="number_checks")
    key = models.CharField(max_length=64, help_text="of the contact in the plan")
    number = models.CharField(max_length=60)
    rang = models.BooleanField()
    author = models.CharField(max_length=40)
    author_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key}"
