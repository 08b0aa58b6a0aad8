"""One row a time limit: what started it, how it is counted, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel import ids
from huiyin.kernel.ledger.models import Committed

from .facts import (
    UNITS,
    Facts,
    Length,
    Reckoning,
    Reminder,
    Unit,
    extension_from_json,
    pause_from_json,
    reckoning_from_json,
    term_from_json,
)


class Status(models.TextChoices):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"


OPEN = (Status.RUNNING, Status.PAUSED)


class Clock(Committed):
    """A time limit of a subject. `due_on` and `due_at` are reckoned from the facts; `reckoning` tells how.

    `missed_at` is set once and for ever, unless a calendar that arrives later shows that the date had not passed; a missed
    clock stays running, owed, until it is met or stopped.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "subject_kind", "subject_id", "hidden:track", "name", "title", "hidden:owner", "waits_on",
        "started_at", "start_fact", "length", "unit", "region", "zone", "roll", "ceiling", "terms",
        "pauses", "extensions", "moves", "law", "article", "verified", "own_rule", "consequence",
        "status", "due_on", "due_at", "provisional", "reckoning", "missed_at", "woken_late_by", "met_at", "ended_at", "ended_because",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = ((
        "public_id", "subject_kind", "subject_id", "track", "name", "title", "owner", "waits_on",
        "started_at", "start_fact", "length", "unit", "region", "zone", "roll", "ceiling", "terms",
        "pauses", "extensions", "moves", "law", "article", "verified", "own_rule", "consequence",
        "status", "due_on", "due_at", "provisional", "reckoning", "missed_at", "woken_late_by", "met_at", "ended_at", "ended_because",
    ),)  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    subject_kind = models.CharField(max_length=32, help_text="whose clock: `case`, `concern`")
    subject_id = models.CharField(max_length=12, help_text="its public id")
    track = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=96, help_text="as the procedure names it")
    title = models.JSONField(help_text="language -> what the date is for")
    owner = models.CharField(max_length=64, blank=True, help_text="reference of the post that answers for it")
    waits_on = models.CharField(max_length=32, default="office", help_text="whose turn it is: office, petitioner, …")

    started_at = models.DateTimeField(help_text="moment of the event, which is not counted")
    start_fact = models.JSONField(default=dict, help_text="language -> the event that started it")
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    region = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    roll = models.BooleanField(help_text="whether a last rest day gives way")
    ceiling = models.JSONField(null=True, help_text="[length, unit] that it may never pass")
    terms = models.JSONField(default=list, help_text="[[first, last], …] school terms, for school days")
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    moves = models.JSONField(default=list, help_text="dates moved by a calendar that arrived later")
    law = models.JSONField(default=dict, help_text="language -> short name of the law, empty for an own rule")
    article = models.CharField(max_length=128, blank=True)
    verified = models.CharField(max_length=1, blank=True, help_text="S, I or U")
    own_rule = models.BooleanField(default=False, help_text="the office's own number, not the law's")
    consequence = models.JSONField(default=dict, help_text="language -> what follows when it is missed")

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    due_on = models.DateField()
    due_at = models.DateTimeField(help_text="last second that is in time")
    provisional = models.BooleanField()
    reckoning = models.JSONField(help_text="how the date came about: facts.reckoning_to_json")
    missed_at = models.DateTimeField(null=True)
    woken_late_by = models.PositiveIntegerField(
        null=True, help_text="seconds that the sweep was late to notice the miss"
    )
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was met or stopped")
    ended_because = models.CharField(
        max_length=64, blank=True, help_text="the act that ended it, such as `cases.issue`"
    )

    # How it is worked, not what is so: not committed.
    reminders = models.JSONField(default=list, help_text="[[before, unit], …]")
    reminded_until = models.DateTimeField()
    wake_at = models.DateTimeField(null=True, help_text="when the sweep must look next")
    calendar_version = models.CharField(max_length=12, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="times in a row that a consequence failed")
    failed_at = models.DateTimeField(null=True, help_text="when it last failed; empty when all is well")
    last_failure = models.CharField(max_length=200, blank=True, help_text="kind and place, never what was written")

    class Meta:
        # Conditions hold no value but NULL: SQLite can't use a partial index when it must compare with a parameter.
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="clock_subject"),
            models.Index(fields=("wake_at",), name="clock_wake", condition=Q(wake_at__isnull=False)),
            models.Index(fields=("owner", "due_at"), name="clock_owner_open", condition=Q(ended_at__isnull=True)),
            # What a post owes in one room, for the rail of every page. Holds all that is asked, so that no statistics make the whole table look cheaper.
            models.Index(
                fields=("owner", "subject_kind", "name", "ended_at"),
                name="clock_owner_kind",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=("calendar_version",),
                name="clock_provisional",
                condition=Q(provisional=True, ended_at__isnull=True),
            ),
            models.Index(fields=("failed_at",), name="clock_failing", condition=Q(failed_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="clock_status_known"),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="clock_unit_known"),
            models.CheckConstraint(
                condition=Q(wake_at__isnull=True) | Q(status=Status.RUNNING), name="clock_only_running_wakes"
            ),
            # No silent death: a running clock is watched until its miss is recorded.
            models.CheckConstraint(
                condition=~Q(status=Status.RUNNING) | Q(wake_at__isnull=False) | Q(missed_at__isnull=False),
                name="clock_running_is_watched",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, ended_at__isnull=True) | Q(~Q(status__in=OPEN), ended_at__isnull=False),
                name="clock_ended_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MET, met_at__isnull=False) | Q(~Q(status=Status.MET), met_at__isnull=True),
                name="clock_met_at_when_met",
            ),
            models.CheckConstraint(
                condition=Q(missed_at__isnull=True) | Q(missed_at__gt=F("due_at")), name="clock_missed_after_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.name}"

    @property
    def about(self) -> str:
        """Reference of what it belongs to."""
        return f"{self.subject_kind}:{self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def facts(self) -> Facts:
        """What the date is reckoned from."""
        return Facts(
            start=self.started_at,
            length=self.length,
            unit=_unit(self.unit),
            zone=self.zone,
            roll=self.roll,
            pauses=tuple(map(pause_from_json, self.pauses)),
            extensions=tuple(map(extension_from_json, self.extensions)),
            terms=tuple(map(term_from_json, self.terms)),
            ceiling=Length(self.ceiling[0], self.ceiling[1]) if self.ceiling else None,
        )

    @property
    def reminder_list(self) -> tuple[Reminder, ...]:
        return tuple(Reminder(before, unit) for before, unit in self.reminders)

    @property
    def reckoned(self) -> Reckoning:
        """How the date came about, as it was when it was reckoned."""
        return reckoning_from_json(self.reckoning, due_on=self.due_on, due_at=self.due_at, provisional=self.provisional)


def _unit(kept: Any) -> Unit:
    unit: Unit = kept
    return unit
