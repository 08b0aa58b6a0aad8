"""Lists to go round with, who goes when, and each round with what was seen. A finding is a hazard."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse
from huiyin.plans.paper import rows
from huiyin.prevention.rules import EVERY

from .hazards import Hazard


class Checklist(OpenInHouse, Committed):
    """An office's own list. `items`: [{key, text, law}]; without an article an item is the office's own."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "starter", "title", "items", "changed_by", "changed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="checklists")
    starter = models.CharField(max_length=24, blank=True, default="")
    title = models.CharField(max_length=60)
    items = models.JSONField(default=list)
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="checklist_once_in_an_office"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"checklist:{self.public_id}"


class Inspection(OpenInHouse, Committed):
    """Who goes round where with which list, how often. `mender`: the post that gets what is found."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "checklist_id", "place", "every", "first_on", "post_id", "deputy_id", "mender_id",
        "planned_by", "planned_at", "ended_at", "ended_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="inspections")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="inspections")
    place = models.CharField(max_length=80)
    every = models.CharField(max_length=10, choices=[(one, one) for one in EVERY])
    first_on = models.DateField()
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mender = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    planned_by = models.CharField(max_length=40)
    planned_title = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(every__in=EVERY), name="inspection_every_known"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended_why=""), name="inspection_ended_says_why"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"inspection:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.post.unit_id


class RoundStatus(models.TextChoices):
    DUE = "due"
    DONE = "done"
    MISSED = "missed"  # its day has passed; the next one is due
    ENDED = "ended"  # the inspection was ended before


def new_code() -> str:
    """A number for the sheet of a round, that no other round has."""
    code = rows.new_sheet(rows.ROUND)
    return new_code() if Round.objects.filter(code=code).exists() else code


class Round(Committed):
    """One time. `items` as the list stood when it began. It is never two at once of one inspection.

    `code`: the number of its printed sheet; row 1 is the first item. `typed_title`: who typed it in, where it was gone on paper.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "inspection_id", "due_on", "items", "status", "begun_at", "done_at", "done_by", "note", "typed_title",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("public_id", "inspection_id", "due_on", "items", "status", "begun_at", "done_at", "done_by", "note"),
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="rounds")
    due_on = models.DateField()
    items = models.JSONField(default=list)
    status = models.CharField(max_length=6, choices=RoundStatus.choices, default=RoundStatus.DUE)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True, default="")
    done_title = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    typed_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["-due_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection"], condition=Q(status="due"), name="one_round_due"),
            models.CheckConstraint(condition=Q(status__in=RoundStatus.values), name="round_status_known"),
            models.CheckConstraint(condition=~Q(status="done") | Q(done_at__isnull=False), name="round_done_has_time"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"inspection-round:{self.public_id}"


class Answer(Committed):
    """What was seen of one item. A hazard is registered with it, and stays."""

    GOOD, HAZARD, NONE = "good", "hazard", "none"
    VALUES = (GOOD, HAZARD, NONE)
    committed_fields: ClassVar[tuple[str, ...]] = (
        "round_id", "key", "answer", "note", "hazard_id", "at", "by", "by_title", "client_id",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("round_id", "key", "answer", "note", "hazard_id", "at", "by"),
    )

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=24)
    answer = models.CharField(max_length=6, choices=[(one, one) for one in VALUES])
    note = models.CharField(max_length=200, blank=True, default="")
    hazard = models.ForeignKey(Hazard, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_title = models.CharField(max_length=120, blank=True, default="")
    client_id = models.CharField(max_length=40, default=public_id, help_text="another one with each change")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="one_answer_an_item"),
            models.CheckConstraint(
                condition=Q(answer="hazard", hazard__isnull=False) | (~Q(answer="hazard") & Q(hazard=None)),
                name="answer_hazard_is_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.key}"


class Sent(Committed):
    """One thing that a phone sent of a round, under the phone's own key: an answer, a picture, the end (`key` is empty).

    Whoever sends it twice is heard once. `at`: when it was typed there; `heard_at`: when it came.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "round_id", "client_id", "key", "answer", "note", "hazard_id", "at", "heard_at", "by",
    )  # fmt: skip

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sent")
    client_id = models.CharField(max_length=40)
    key = models.CharField(max_length=24, blank=True, default="")
    answer = models.CharField(max_length=6, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    hazard = models.ForeignKey(Hazard, null=True, blank=True, on_delete=models.PROTECT, related_name="sent")
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "client_id"], name="sent_once_of_a_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.client_id}"
