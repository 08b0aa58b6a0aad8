"""A year of lessons: each with its topic, for whom, who sees to it, by when; held with numbers. No pupil has a row here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse


class Topic(models.TextChoices):
    FIRE = "fire"
    FOOD = "food"
    NETWORK = "network"
    DROWNING = "drowning"
    TRAFFIC = "traffic"
    MIND = "mind"
    RIGHTS = "rights"
    OTHER = "other"


class Audience(models.TextChoices):
    STAFF = "staff"
    PUPILS = "pupils"
    ALL = "all"


class Status(models.TextChoices):
    PLANNED = "planned"
    HELD = "held"
    DROPPED = "dropped"


class How(models.TextChoices):
    THERE = "there"  # was there when the lesson was held
    QUIZ = "quiz"  # answered its questions


class Programme(OpenInHouse, Committed):
    """The lessons of a year in an office. `starter`: the template that it was begun from."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "title", "starter", "first_on", "last_on", "begun_by", "begun_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="training_programmes"
    )
    title = models.CharField(max_length=60)
    starter = models.CharField(max_length=24, blank=True, default="")
    first_on = models.DateField()
    last_on = models.DateField()
    begun_by = models.CharField(max_length=40)
    begun_title = models.CharField(max_length=120)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="programme_once_in_an_office"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="programme_days"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"training-programme:{self.public_id}"


class Lesson(OpenInHouse, Committed):
    """One lesson: planned, then held or dropped with the reason. `people`: how many took part besides staff, a number alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "programme_id", "topic", "title", "audience", "for_whom", "post_id", "due_on", "law",
        "about", "status", "held_on", "people", "staff", "note", "ended_at", "ended_by", "ended_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lessons")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    title = models.CharField(max_length=80)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    for_whom = models.CharField(max_length=80, blank=True, default="")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    law = models.CharField(
        max_length=80, blank=True, default="", help_text="of what is taught; the day is the office's own"
    )
    about = models.CharField(max_length=500, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    ended_title = models.CharField(max_length=120, blank=True, default="")
    ended_why = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["organisation", "status", "due_on"], name="lessons_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="lesson_topic_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="lesson_audience_known"),
            models.CheckConstraint(
                condition=Q(status="held", held_on__isnull=False, people__isnull=False, staff__isnull=False)
                | (~Q(status="held") & Q(held_on=None)),
                name="lesson_held_has_day_and_numbers",
            ),
            models.CheckConstraint(condition=~Q(status="dropped") | ~Q(ended_why=""), name="lesson_dropped_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"training-lesson:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.post.unit_id


class Taken(Committed):
    """That somebody of the house, in a post, took a lesson. That somebody did not, or failed, has no row anywhere.

    `wrong`: the correction by which it was taken out; it stays, and counts no more.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("lesson_id", "appointment_id", "on", "how", "at", "wrong_id")
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("lesson_id", "appointment_id", "on", "how", "at"),
    )

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="taken")
    appointment = models.ForeignKey("organisations.Appointment", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    how = models.CharField(max_length=5, choices=How.choices)
    at = models.DateTimeField()
    wrong = models.ForeignKey(
        "training.Correction", on_delete=models.PROTECT, related_name="taken_out", null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "appointment"], condition=Q(wrong=None), name="lesson_taken_once"
            ),
            models.CheckConstraint(condition=Q(how__in=How.values), name="taken_how_known"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.appointment_id}"
