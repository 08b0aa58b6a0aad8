"""A meeting with the person, or with a group: planned, begun, minuted, agreed. It knows no name and no way that somebody took."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel import time
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Place


class Kind(models.TextChoices):
    VISIT = "visit"
    PHONE = "phone"
    HOME = "home"  # only where the person asked for it
    GROUP = "group"


class Status(models.TextChoices):
    ASKED = "asked"  # the person asks for one; the office owes a day
    PLANNED = "planned"
    BEGUN = "begun"
    WRITTEN = "written"  # there are minutes that the person has not been shown
    SHOWN = "shown"
    AGREED = "agreed"
    OBJECTED = "objected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN = (Status.ASKED, Status.PLANNED, Status.BEGUN, Status.WRITTEN, Status.SHOWN, Status.AGREED, Status.OBJECTED)


class Choice(models.TextChoices):
    """What the person wants, told that another office is competent."""

    PASSED = "pass-on"
    JOINT = "joint"
    HERE = "here"


class Reception(Committed):
    """One reception (接访), of a case or the beginning of one. `planned_for` is of the meeting, never of anybody's way."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "case_id", "concern_id", "day_id", "kind", "status", "planned_for", "place",
        "subject", "asked_by_person", "asked_words", "asked_through", "people", "representatives", "joint",
        "competent_id", "choice", "begun_at", "received_by", "reason", "closed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="receptions")
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="whose reception it is; empty: of everybody whose case it is",
    )  # fmt: skip
    day = models.ForeignKey(
        "receptions.ReceptionDay", null=True, blank=True, on_delete=models.PROTECT, related_name="receptions"
    )
    booking = models.OneToOneField(
        "receptions.Booking", null=True, blank=True, on_delete=models.PROTECT, related_name="reception"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    planned_for = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField(
        null=True, default=time.now, editable=False, help_text="when it was written down; empty: before this was kept"
    )
    place = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="")
    asked_by_person = models.BooleanField(default=False)
    asked_words = models.TextField(blank=True, default="", help_text="the request, in the person's own words")
    asked_through = models.CharField(max_length=40, blank=True, default="", help_text="petitioner, or the post")
    asked_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of a group: how many are expected")
    representatives = models.PositiveSmallIntegerField(null=True, blank=True)
    joint = models.BooleanField(default=False)
    competent = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="who is competent, as the person was told",
    )  # fmt: skip
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True, default="")
    begun_at = models.DateTimeField(null=True, blank=True)
    received_by = models.JSONField(default=list, help_text="titles of the posts, as they were on that day")
    reason = models.CharField(max_length=300, blank=True, default="", help_text="why it was moved or called off")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "status", "planned_for"], name="reception_office"),
            models.Index(fields=["organisation", "begun_at"], name="reception_begun"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="home") | (Q(asked_by_person=True) & ~Q(asked_words="") & ~Q(asked_through="")),
                name="home_visit_only_on_own_request",
            ),
            models.CheckConstraint(condition=~Q(kind="home") | Q(place=""), name="home_visit_keeps_no_address"),
            models.CheckConstraint(
                condition=Q(representatives__isnull=True) | Q(representatives__range=(1, 5)),
                name="five_representatives_at_most",
            ),
            models.CheckConstraint(condition=~Q(joint=True) | Q(case__isnull=False), name="joint_reception_of_a_case"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"reception:{self.public_id}"

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    @property
    def title(self) -> str:
        return self.subject or (self.case.title if self.case else "")

    def excludes(self, post_id: int) -> bool:
        """Who must not know of the case must not know that anybody came about it."""
        return self.case is not None and self.case.excludes(post_id)

    @property
    def taken_over(self) -> Place | None:
        """Where it is done while a superior works on the case; a reception at another office stays that office's."""
        if self.case is None or self.organisation_id != self.case.organisation_id:
            return None
        return self.case.taken_over

    def involves(self, organisation_id: int, unit_id: int | None) -> bool:
        """Whether another office was invited to it, or works on the case itself; with `unit_id`: this unit of that one."""
        if self._state.adding:
            return False
        place = self.taken_over
        if place is not None and place.organisation_id == organisation_id and unit_id in (None, place.unit_id):
            return True
        return unit_id is None and any(one.organisation_id == organisation_id for one in self.invitations.all())


class NeedKind(models.TextChoices):
    """Support that a person asks for. Nobody has to say why."""

    INTERPRETER = "interpreter"
    SIGN = "sign-language"
    COMPANION = "companion"
    WHEELCHAIR = "wheelchair"
    CHILDREN = "children"
    HEARING = "hearing"
    RIDE = "ride-home"
    OTHER = "other"


class Need(Committed):
    """One thing that was asked for, and whether it is arranged."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "reception_id", "what", "note", "asked_through", "asked_at", "arranged_at", "arranged_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="needs")
    what = models.CharField(max_length=16, choices=NeedKind.choices)
    note = models.CharField(max_length=200, blank=True, default="")
    asked_through = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    arranged_at = models.DateTimeField(null=True, blank=True)
    arranged_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Participant(Committed):
    """Somebody at the table, by part or post and never by name; and whether they consent to a recording."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "reception_id", "label", "of_office", "consents", "at")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="participants")
    label = models.CharField(max_length=60)
    of_office = models.BooleanField(default=False)
    consents = models.BooleanField(null=True, default=None, help_text="empty: not asked")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reception", "label"], name="participant_once")]

    def __str__(self) -> str:
        return self.label


class Recording(Committed):
    """That sound or picture was recorded. The data refuse one to which somebody at the table did not consent."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "reception_id", "what", "present", "consenting", "began_at", "stopped_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="recordings")
    what = models.CharField(max_length=8, choices=[("sound", "sound"), ("picture", "picture")])
    present = models.PositiveSmallIntegerField()
    consenting = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=2) & Q(consenting=F("present")), name="recording_with_everybodys_consent"
            ),
            models.UniqueConstraint(fields=["reception"], condition=Q(stopped_at=None), name="one_recording_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.public_id
