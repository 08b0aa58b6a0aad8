"""What this room stores: how long an office keeps what, what is held back, and what was destroyed, with the register of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

LONGEST, SHORTEST = 100, 1  # years


class Schedule(OpenInHouse, Committed):
    """How long an office keeps one kind of things after its end. Without one nothing of the kind is destroyed.

    `authority`: the article or the office's own rule, in its words. `by_itself`: destroyed after notice without a person at hand.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "years", "authority", "archive_first", "by_itself", "set_by", "set_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    years = models.PositiveSmallIntegerField(null=True, blank=True, help_text="empty: kept, nothing is destroyed")
    authority = models.CharField(max_length=200)
    archive_first = models.BooleanField(default=False, help_text="only what the archive has taken over is destroyed")
    by_itself = models.BooleanField(default=False)
    set_by = models.CharField(max_length=40)
    set_title = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="schedule_once"),
            models.CheckConstraint(condition=Q(years=None) | Q(years__range=(SHORTEST, LONGEST)), name="schedule_years"),
            models.CheckConstraint(condition=~Q(authority=""), name="schedule_says_by_what"),
            models.CheckConstraint(condition=Q(by_itself=False) | Q(years__isnull=False), name="schedule_by_itself_has_years"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"schedule:{self.public_id}"


class Ground(models.TextChoices):
    """Why something is not to be destroyed although its time is over."""

    LITIGATION = "litigation"
    REVIEW = "review"
    OTHER = "other"


class Hold(Committed):
    """A thing is held back: for a reason, until a day or until somebody ends it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "about", "ground", "reason", "until", "put_by", "put_at", "ended_by", "ended_at",
        "ended_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=64, db_index=True)
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True, help_text="the last day; empty: until it is ended")
    put_by = models.CharField(max_length=40)
    put_title = models.CharField(max_length=120)
    put_at = models.DateTimeField()
    ended_by = models.CharField(max_length=40, blank=True, default="")
    ended_title = models.CharField(max_length=120, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="hold_ground_known"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended_why=""), name="hold_ended_says_why"),
        ]

    def __str__(self) -> str:
        return self.public_id


class RegisterState(models.TextChoices):
    PREPARED = "prepared"  # waits to be asked for and confirmed
    CONFIRMED = "confirmed"  # by two hands, or by its schedule: the worker destroys
    DONE = "done"
    CALLED_OFF = "called-off"


class Register(OpenInHouse, Committed):
    """A register of destruction (销毁清册). `authority` and `years`: of the schedule on the day on which it was prepared."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "years", "authority", "by_itself", "prepared_at", "state", "reason",
        "confirmed_at", "ended_at", "called_off_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    years = models.PositiveSmallIntegerField()
    authority = models.CharField(max_length=200)
    by_itself = models.BooleanField(default=False)
    prepared_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=RegisterState.choices, default=RegisterState.PREPARED)
    reason = models.CharField(max_length=300, blank=True, default="", help_text="of the first hand")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RegisterState.values), name="register_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "done")) | Q(confirmed_at__isnull=False), name="register_confirmed_when"
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(state="prepared"), name="register_one_waits"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"destruction:{self.public_id}"

    @property
    def waits(self) -> bool:
        return self.state == RegisterState.PREPARED


class ItemState(models.TextChoices):
    TOLD = "told"  # notice was given; its day has not come
    LISTED = "listed"  # stands in a register
    DESTROYED = "destroyed"
    SPARED = "spared"  # it is kept after all, with the reason


class Item(Committed):
    """One thing whose time is over. `title`: its number and what kind of matter it was; no word of a person."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "about", "title", "ended_on", "due_on", "told_at", "state", "why",
        "register_id", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    ended_on = models.DateField(help_text="from which its time runs")
    due_on = models.DateField(help_text="not destroyed before that day")
    told_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.TOLD)
    why = models.CharField(max_length=300, blank=True, default="")
    register = models.ForeignKey(Register, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="retention_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_known"),
            models.CheckConstraint(condition=~Q(state="spared") | ~Q(why=""), name="item_spared_says_why"),
            models.CheckConstraint(condition=Q(due_on__gt=F("ended_on")), name="item_due_after_its_end"),
            models.UniqueConstraint(
                fields=["about"], condition=Q(state__in=("told", "listed", "destroyed")), name="item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def number(self) -> str:
        return self.about.partition(":")[2]
