"""A notice with its wordings, who has read it as a post, and how often somebody tapped on the page of a class."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse


class Status(models.TextChoices):
    WAITING = "waiting"  # for approval
    RETURNED = "returned"  # to whoever wrote it
    RUNNING = "running"
    WITHDRAWN = "withdrawn"


class Announcement(OpenInHouse, Committed):
    """For whom and how long it stands. `units`, `posts`, `classes`: public ids; `classes` are those whose parents read it.

    `read_from`: the wording from which an acknowledgement counts; `post`: who answers for it.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "everybody", "units", "posts", "classes", "from_on", "until_on", "acknowledge", "by_on",
        "read_from", "status", "written_by", "written_at", "published_at", "ended_at", "ended_by", "ended_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    everybody = models.BooleanField(default=False)
    units = models.JSONField(default=list)
    posts = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField()
    acknowledge = models.BooleanField(default=False)
    by_on = models.DateField(null=True, blank=True)
    read_from = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    written_by = models.CharField(max_length=40)
    written_title = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    appeared_at = models.DateTimeField(null=True, blank=True, help_text="when its posts were told that it is there")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    ended_title = models.CharField(max_length=120, blank=True, default="")
    ended_why = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "status", "until_on"], name="announcements_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="announcement_status_known"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="announcement_days"),
            models.CheckConstraint(
                condition=Q(acknowledge=False) | Q(by_on__gte=F("from_on"), by_on__lte=F("until_on")),
                name="announcement_read_by_a_day",
            ),
            models.CheckConstraint(condition=~Q(status="running") | Q(published_at__isnull=False), name="announcement_running_since"),
            models.CheckConstraint(condition=~Q(status="withdrawn") | ~Q(ended_why=""), name="announcement_withdrawn_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"announcement:{self.public_id}"


class Wording(Committed):
    """What it says: the first, and each correction with why. It holds once it is approved, and never changes after."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "announcement_id", "number", "title", "text", "why", "again", "written_by", "written_at", "approved_by", "approved_at", "returned_why",
    )  # fmt: skip

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    why = models.CharField(max_length=200, blank=True, default="", help_text="of a correction")
    again = models.BooleanField(default=False, help_text="who has read it reads it again")
    by_on = models.DateField(null=True, blank=True, help_text="until when, where it is read again")
    written_by = models.CharField(max_length=40)
    written_title = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_title = models.CharField(max_length=120, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number"], name="wording_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="correction_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holds(self) -> bool:
        return self.approved_at is not None


class Acknowledgement(Committed):
    """That a post has read a notice that asks for it. That one has not has no row."""

    committed_fields: ClassVar[tuple[str, ...]] = ("announcement_id", "number", "post_id", "appointment_id", "at")

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="acknowledgements")
    number = models.PositiveSmallIntegerField(help_text="the wording that was read")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("organisations.Appointment", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number", "appointment"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.post_id}"


class ClassPage(OpenInHouse, Committed):
    """The page of a class under a secret address. Who opens it is not known; a new page ends the one before."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "organisation_id",
        "school_class",
        "name",
        "opened_at",
        "closed_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    school_class = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "school_class"], condition=Q(closed_at=None), name="one_page_of_a_class"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"class-page:{self.public_id}"


class Taps(models.Model):
    """How often “I have read it” was tapped on the page of a class: a number, without a time. No fact of the office, so the ledger has none."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="taps")
    school_class = models.CharField(max_length=12)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["announcement", "school_class"], name="taps_by_class")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.school_class}"
