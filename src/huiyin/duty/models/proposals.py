"""Seats of a draft that somebody asked the solver to propose: asked, worked on, ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .rosters import Roster


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    FOUND = "found"
    IMPOSSIBLE = "impossible"  # `rules`: the fewest that collide
    OVERTAKEN = "overtaken"  # somebody changed the draft meanwhile: what they did stands
    UNKNOWN = "unknown"  # the time was over, or the work was broken off


OPEN = (State.WAITING, State.RUNNING)


class Proposal(Committed):
    """One asking. `stood`: the draft as it was when the work began, in one hash; the answer is for that draft alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "roster_id",
        "asked_by",
        "asked_at",
        "gaps",
        "state",
        "ended_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="proposals")
    asked_by = models.CharField(max_length=40, help_text="post:<id>")
    asked_at = models.DateTimeField()
    gaps = models.BooleanField(default=False, help_text="seats may stay empty where rules collide")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    stood = models.CharField(max_length=64, blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True, help_text="by the worker that works on it")
    tries = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=5, blank=True, default="", help_text="how far it is: seats, fair, even, rules")
    rules = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="proposal_state_known"),
            models.UniqueConstraint(fields=["roster"], condition=Q(state__in=OPEN), name="one_proposal_at_work"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="proposal_ended_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def open(self) -> bool:
        return self.state in OPEN
