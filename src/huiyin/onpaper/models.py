"""Which sheets of the day were printed for which post, and what was typed in of their rows.

What stands printed on them is kept nowhere, but for a set that was made ready in the morning: it lies sealed for three days.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse
from huiyin.plans.paper.rows import RowId

from . import rules


class Kind(models.TextChoices):
    CONCERN = "concern"
    NOTE = "note"


class DaySheet(OpenInHouse, Committed):
    """A set that was printed for a post. `concerns`, `notes`: how many blank rows of each kind, counted through in this order."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "code", "day", "concerns", "notes", "at", "actor",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, unique=True)
    day = models.DateField()
    concerns = models.PositiveSmallIntegerField()
    notes = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["post", "day"], name="day_sheets_of_post")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> str:
        return f"day-sheet:{self.public_id}"

    @property
    def number(self) -> str:
        """As it stands on the paper, with its check character."""
        return str(RowId(self.code))


class PaperRow(Committed):
    """A row that was written by hand and typed in, once. `at`: the time that is written there. A concern's words stand in its case alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "sheet_id", "row", "kind", "at", "text", "concern", "entered_at", "entered_by",
    )  # fmt: skip

    sheet = models.ForeignKey(DaySheet, on_delete=models.PROTECT, related_name="typed")
    row = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    concern = models.CharField(max_length=12, blank=True, default="", db_index=True, help_text="public id")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)
    entered_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "row"], name="paper_row_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="paper_row_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind="concern") & Q(text="") & ~Q(concern=""))
                | (Q(kind="note") & Q(concern="") & ~Q(text="")),
                name="paper_row_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return str(RowId(self.sheet.code, self.row))


class Morning(OpenInHouse, Committed):
    """What an office wishes each morning: for which posts, by which hour of its own clock. Without posts: nothing."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "posts", "hour", "every_day", "changed_at", "changed_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    posts = models.JSONField(default=list, help_text="public ids")
    hour = models.PositiveSmallIntegerField()
    every_day = models.BooleanField(default=False, help_text="else on working days")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__gte=rules.EARLIEST, hour__lte=rules.LATEST), name="morning_hour_of_the_day"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"morning:{self.public_id}"


class Making(models.TextChoices):
    RUNNING = "running"
    MADE = "made"
    FAILED = "failed"


class MorningSet(OpenInHouse, Committed):
    """The set of a post that was made ready on a day, once. `stored`, `wrapped_key`: the sealed PDF, until it is dropped."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "day", "sheet_id", "state", "made_at", "digest", "size",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sheet = models.OneToOneField(DaySheet, on_delete=models.PROTECT, related_name="morning")
    state = models.CharField(max_length=8, choices=Making.choices, default=Making.RUNNING)
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the PDF")
    size = models.PositiveIntegerField(default=0, help_text="bytes of the PDF")
    failure = models.CharField(max_length=300, blank=True, default="", help_text="why there is none, and what to do")
    not_in_folder = models.BooleanField(default=False, help_text="the folder of the operator did not take it")
    stored = models.CharField(max_length=64, blank=True, default="", help_text="name of the sealed bytes; empty: none")
    wrapped_key = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "day"], name="morning_set_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=Making.values), name="morning_set_state_known"),
            models.CheckConstraint(
                condition=~Q(state="made") | (Q(made_at__isnull=False) & ~Q(digest="")),
                name="morning_set_made_is_there",
            ),
            models.CheckConstraint(
                condition=Q(state="running", held_until__isnull=False) | (~Q(state="running") & Q(held_until=None)),
                name="morning_set_running_is_held",
            ),
        ]
        indexes = [models.Index(fields=["day", "state"], name="morning_sets_of_day")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"morning-set:{self.public_id}"

    @property
    def at_hand(self) -> bool:
        """Whether its bytes still lie here."""
        return bool(self.stored)
