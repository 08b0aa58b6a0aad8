"""What an office settled about duty: kinds of shift, what a shift needs, who takes part and when not, which posts do not share one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

DAYS = ("working", "weekend", "holiday")  # as the calendar answers; an adjusted working day is a working day


class OfOffice(OpenInHouse, Committed):
    """A row of one office, closed when it holds no more; nothing is deleted."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        return f"organisation:{self.organisation.public_id}"


class Qualification(OfOffice):
    """A training without which some shift is not complete, such as first aid."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "organisation_id", "name", "closed_at")

    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at=None), name="qualification_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ShiftKind(OfOffice):
    """A kind of shift: on which days, from when to when (`ends` not after `begins`: on the next day), and what it needs.

    `people` besides the leader in charge. With `from_on` and `until_on` it holds in a special period alone, and there in the
    place of the ordinary kinds.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "name", "days", "begins", "ends", "people", "leader", "qualification_id", "weight",
        "from_on", "until_on", "says_here", "hands_over", "swaps_approved", "closed_at",
    )  # fmt: skip

    name = models.CharField(max_length=20)
    days = models.JSONField(help_text="some of `DAYS`")
    begins = models.TimeField()
    ends = models.TimeField()
    people = models.PositiveSmallIntegerField(default=1)
    leader = models.BooleanField(default=True, help_text="whether a leader is in charge")
    qualification = models.ForeignKey(
        Qualification, null=True, blank=True, on_delete=models.PROTECT, related_name="kinds"
    )
    weight = models.PositiveSmallIntegerField(default=1, help_text="how much it counts where shifts are shared out")
    says_here = models.BooleanField(default=False, help_text="who is on it says when they are there")
    hands_over = models.BooleanField(default=False, help_text="the hand-over is signed by both")
    swaps_approved = models.BooleanField(default=False, help_text="by who makes rosters, before they hold")
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["begins", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], condition=Q(closed_at=None), name="shift_kind_once"),
            models.CheckConstraint(condition=Q(leader=True) | Q(people__gte=1), name="shift_kind_needs_somebody"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=9), name="shift_kind_weight"),
            models.CheckConstraint(
                condition=Q(from_on=None, until_on=None) | Q(from_on__isnull=False, until_on__gte=F("from_on")),
                name="shift_kind_period",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    LEADS = "leads"
    SERVES = "serves"
    BOTH = "both"


class Member(OfOffice):
    """Somebody of the house who takes part in duty, in a post. `qualified`: public ids of qualifications.

    Nothing about a person beyond post, part and training; fitness is by these alone.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "appointment_id", "part", "qualified", "closed_at",
    )  # fmt: skip

    appointment = models.ForeignKey("organisations.Appointment", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.SERVES)
    qualified = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"], condition=Q(closed_at=None), name="on_duty_in_one_post"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="part_known"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return self.account.display_name

    @property
    def title(self) -> str:
        return self.appointment.post.title

    @property
    def leads(self) -> bool:
        return self.part != Part.SERVES

    @property
    def serves(self) -> bool:
        return self.part != Part.LEADS

    @property
    def account_reference(self) -> str:
        return self.account.reference


class Away(OfOffice):
    """Days on which somebody is not available. There is no field for why."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "member_id", "first_day", "last_day", "closed_at",
    )  # fmt: skip

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="away")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day", "id"]
        indexes = [models.Index(fields=["organisation", "last_day"], name="away_of_office")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="away_has_days"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Apart(OfOffice):
    """The office's own rule: who hold these two posts do not share a shift (so that one of them is always free)."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "organisation_id", "one_id", "other_id", "closed_at")

    one = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], condition=Q(closed_at=None), name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return self.public_id
