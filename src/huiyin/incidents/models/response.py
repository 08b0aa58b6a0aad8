"""What an incident consists of: steps, calls, head-counts, orders, words to the outside, reports, things used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .incident import CameBy, Incident


class StepState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    NOT_DONE = "not-done"


STEP_OPEN = (StepState.WAITING, StepState.RUNNING)


class StepRun(Committed):
    """A step of the plan, taken here. It waits for the step `after`; from then (or from the level's start) `within` minutes run."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "key", "position", "level", "action", "role", "role_title", "within", "after", "proof",
        "calls_out", "law", "state", "running_since", "due_at", "missed_at", "ended_at", "marked_by", "reason", "files",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=64, help_text="of the step in the plan")
    position = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=64, blank=True, default="", help_text="at whose start it was taken up")
    phase = models.CharField(max_length=12)
    action = models.TextField()
    role = models.CharField(max_length=64, blank=True, default="")
    role_title = models.CharField(max_length=120, blank=True, default="")
    within = models.PositiveIntegerField(null=True, blank=True)
    after = models.CharField(max_length=64, blank=True, default="")
    proof = models.CharField(max_length=300, blank=True, default="")
    tells = models.CharField(max_length=200, blank=True, default="")
    calls_out = models.CharField(max_length=120, blank=True, default="", help_text="a number outside")
    law = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=StepState.choices)
    running_since = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="done, or said why not")
    marked_by = models.CharField(max_length=40, blank=True, default="")
    marked_title = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    files = models.JSONField(default=list, help_text="public ids of what shows that it was done")

    class Meta:
        ordering = ["incident", "position"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], name="incident_step_once"),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="incident_step_state_known"),
            models.CheckConstraint(
                condition=~Q(state="not-done") | ~Q(reason=""), name="incident_step_not_done_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STEP_OPEN, ended_at=None) | Q(ended_at__isnull=False), name="incident_step_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.key}"


class CallState(models.TextChoices):
    CALLED = "called"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOBODY = "nobody"


class CallOut(Committed):
    """One post called for one role: the holder first (`turn` 0), each deputy after the minutes without an answer."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "role", "role_title", "post_id", "turn", "state", "called_at", "passed_on_at",
        "answered_at", "answered_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="calls")
    role = models.CharField(max_length=64)
    role_title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(help_text="of the role in the plan")
    post = models.ForeignKey("organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=120, blank=True, default="", help_text="on that day, or as the paper says")
    turn = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CallState.choices)
    called_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True, blank=True, help_text="when the next one was called instead")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(
        max_length=40, blank=True, default="", help_text="other than the post: heard it by phone"
    )

    class Meta:
        ordering = ["incident", "position", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "role", "turn"], name="incident_call_once"),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="incident_call_state_known"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="incident_call_answered_when"
            ),
            models.CheckConstraint(
                condition=Q(state="nobody") | Q(post__isnull=False), name="incident_call_reaches_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.role} {self.turn}"


class HeadGroup(Committed):
    """Who is counted together: a class, or people named by where they are (staff, visitors)."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "incident_id", "name", "position")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["incident", "position"]
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="incident_group_once")]

    def __str__(self) -> str:
        return self.name


class Count(Committed):
    """One count of one group, never changed: the latest by `at` holds."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "group_id", "round", "present", "missing", "ill", "sent_home", "at", "received_at", "author", "came_by", "entry_id",
    )  # fmt: skip

    group = models.ForeignKey(HeadGroup, on_delete=models.CASCADE, related_name="counts")
    round = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField(default=0)
    ill = models.PositiveSmallIntegerField(default=0)
    sent_home = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    author = models.CharField(max_length=40)
    author_title = models.CharField(max_length=120)
    came_by = models.CharField(max_length=8, choices=CameBy.choices, default=CameBy.ONLINE)
    entry = models.ForeignKey("LogEntry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.round}"


class Order(Committed):
    """What the commander asked of a post or a role: given, acknowledged, done."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "text", "to_post_id", "to_title", "given_by", "given_at", "due_at", "late_at",
        "acknowledged_at", "acknowledged_by", "done_at", "done_by", "result",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="orders")
    text = models.CharField(max_length=500)
    to_post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    to_title = models.CharField(max_length=120)
    given_by = models.CharField(max_length=40)
    given_title = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=40, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True, default="")
    result = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class StatementState(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"
    GIVEN_OUT = "given-out"


class Statement(Committed):
    """What parents or press are told: written, approved by who may, given out. A correction names what it corrects."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "audience", "text", "state", "drafted_by", "drafted_at", "approved_by", "approved_at",
        "given_out_by", "given_out_at", "how", "corrects_id",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="statements")
    audience = models.CharField(max_length=8, choices=[("parents", "parents"), ("press", "press"), ("staff", "staff")])
    text = models.TextField()
    state = models.CharField(max_length=10, choices=StatementState.choices, default=StatementState.DRAFT)
    drafted_by = models.CharField(max_length=40)
    drafted_title = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_title = models.CharField(max_length=120, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    given_out_by = models.CharField(max_length=40, blank=True, default="")
    given_out_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=200, blank=True, default="", help_text="by which way it was given out")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None) | Q(~Q(state="draft"), approved_at__isnull=False),
                name="incident_statement_approved_first",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Report(Committed):
    """A situation report: drafted from the log, read and given by a person. It never changes; the next one corrects it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "kind", "number", "text", "upto", "given_by", "given_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=9, choices=[(one, one) for one in ("first", "follow-up", "final")])
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    upto = models.PositiveIntegerField(help_text="position in the log up to which it tells")
    given_by = models.CharField(max_length=40)
    given_title = models.CharField(max_length=120)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["incident", "number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="incident_report_number")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.number}"


class Resource(Committed):
    """Something that was used or asked for, and what it cost."""

    committed_fields: ClassVar[tuple[str, ...]] = ("incident_id", "name", "count", "place", "cost", "at", "author")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="used")
    name = models.CharField(max_length=120)
    count = models.CharField(max_length=60, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="yuan")
    at = models.DateTimeField()
    author = models.CharField(max_length=40)
    author_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
