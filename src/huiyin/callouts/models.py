"""Call-outs, who was called when, the secrets of the links by which somebody answers without signing in; and trials."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger.models import Committed
from huiyin.organisations.models import Appointment, Organisation, Post

from .schema import CAUSES, Policy

CALLOUT = "callout"  # subject of clocks and of notices
TRIAL = "callout-trial"  # subject of notices alone: a trial has no clock


class Status(models.TextChoices):
    RUNNING = "running", _("somebody is being called")
    SHOUTING = "shouting", _("nobody answered: it is shouted")
    ANSWERED = "answered", pgettext_lazy("a call-out", "answered")
    WITHDRAWN = "withdrawn", _("over without an answer")


OPEN = (Status.RUNNING, Status.SHOUTING)


class Said(models.TextChoices):
    COMING = "coming", _("is coming")
    CANNOT = "cannot", _("can’t come")


class By(models.TextChoices):
    """Where an answer came from."""

    LINK = "link", _("by the link in the message")
    SMS = "sms", _("by short message")
    VOICE = "voice", _("by a key of the telephone")
    PAGE = "page", _("in Huiyin")
    THING = "thing", _("where the thing itself is worked on")


class _OfAHouse:
    """`Scoped`, for `access.may`: of the whole house, and nobody is excluded."""

    organisation: Any

    @property
    def unit_id(self) -> int | None:
        return None

    @property
    def organisation_path(self) -> str:
        path: str = self.organisation.path
        return path

    def excludes(self, post_id: int) -> bool:
        return False


class Callout(_OfAHouse, Committed):
    """One alarm on its way through a policy. `about`: a reference (`incident:…`); `policy`: as it stood when this began.

    `done`: how many moments of the policy have been; `ahead`: seconds by which it goes on earlier than written, because
    somebody said that they can't or nobody was there; `next_at`: when the next moment is due.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "cause", "about", "exercise", "policy", "named", "began_at", "began_by", "done",
        "ahead", "status", "shouted_at", "ended_at", "ended_by", "ended_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=[(cause, cause) for cause in CAUSES])
    about = models.CharField(max_length=80)
    title = models.CharField(max_length=200)  # of the thing, for who is signed in
    exercise = models.BooleanField(default=False)
    policy = models.JSONField()
    named = models.JSONField(default=list)  # references of posts, in order
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=80)
    done = models.PositiveSmallIntegerField(default=0)
    ahead = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.RUNNING)
    shouted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "cause"], condition=Q(status__in=OPEN), name="callout_one_open_about_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RUNNING, next_at__isnull=False)
                | (~Q(status=Status.RUNNING) & Q(next_at=None)),
                name="callout_that_runs_has_a_next_moment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, ended_at=None) | (~Q(status__in=OPEN) & Q(ended_at__isnull=False)),
                name="callout_ended_has_its_moment",
            ),
        ]
        indexes = [models.Index(name="callouts_status", fields=["status", "next_at"])]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"{CALLOUT}:{self.public_id}"

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def rules(self) -> Policy:
        return Policy.model_validate(self.policy)

    @property
    def brought_forward(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.ahead)


class Turn(Committed):
    """Somebody was called, in one step. `step`: its number in the policy; None: nobody called them, they answered the shout.

    `due_at`: when the policy wanted it; later than that was the machine, not the office. `times`: how often in this step.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "callout_id", "step", "appointment_id", "due_at", "called_at", "times", "said", "said_at", "by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    callout = models.ForeignKey(Callout, on_delete=models.PROTECT, related_name="turns")
    step = models.PositiveSmallIntegerField(null=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    called_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    said = models.CharField(max_length=8, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=8, choices=By.choices, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["callout", "step", "appointment"], name="callout_turn_once_a_step"),
            models.CheckConstraint(
                condition=Q(said="", by="", said_at=None) | (~Q(said="") & ~Q(by="") & Q(said_at__isnull=False)),
                name="callout_turn_answered_with_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.callout_id} {self.post_title}"


class AnswerLink(models.Model):
    """The address in one message. Of its secret the digest alone is kept; it is used once, and not after `ends_at`."""

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Trial(_OfAHouse, Committed):
    """A policy tried with real messages: an exercise, no alarm. It waits for nothing, has no clock and ends with `ends_at`.

    `policy`, `named`: as they stood when it began.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "cause", "policy", "named", "begun_at", "begun_by", "ends_at", "ended_at", "ended_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=[(cause, cause) for cause in CAUSES])
    policy = models.JSONField()
    named = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at=None), name="callout_one_trial_in_a_house"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"{TRIAL}:{self.public_id}"

    @property
    def rules(self) -> Policy:
        return Policy.model_validate(self.policy)

    def runs(self, at: dt.datetime) -> bool:
        return self.ended_at is None and at < self.ends_at


class TrialCall(Committed):
    """One message of a trial: to an appointment, by one way, and whether it was confirmed. `step`: its number in the policy.

    `way`: empty where the person has no address; `quiet`: in their quiet hours, so nothing was sent. `digest`: of the secret in
    the message's link, empty without one.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "trial_id", "step", "appointment_id", "way", "quiet", "heard_at", "by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="calls")
    step = models.PositiveSmallIntegerField()
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=80)
    way = models.CharField(max_length=16, blank=True)
    quiet = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    heard_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=8, choices=By.choices, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["trial", "appointment", "way"], name="callout_trial_one_message_a_way"),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="callout_trial_one_link"),
            models.CheckConstraint(
                condition=Q(heard_at=None, by="") | (Q(heard_at__isnull=False) & ~Q(by="")),
                name="callout_trial_heard_with_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.post_title} {self.way}"

    @property
    def key(self) -> str:
        """Under which its message is owed."""
        return f"{TRIAL}:{self.public_id}"
