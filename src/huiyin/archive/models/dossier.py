"""A dossier (案卷): that one was asked for and made. What stands in it is kept nowhere but in the package, which lies sealed for a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    MADE = "made"
    FAILED = "failed"


OPEN = (State.WAITING, State.RUNNING)


class Dossier(Committed):
    """Of a case or of an incident. `digest`: SHA-256 of the whole package, by which it is known wherever it is kept.

    There is no running number: a gap in it would tell that there is a dossier which the reader may not know of.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "case_id", "incident_id", "asked_by", "asked_at", "state", "made_at", "digest",
        "pdf_digest", "size",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="dossiers")
    incident = models.ForeignKey(
        "incidents.Incident", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    asked_by = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=12, blank=True, default="", help_text="how far the worker is")
    failure = models.CharField(max_length=300, blank=True, default="", help_text="why there is none, and what to do")
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    pdf_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the PDF in it")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes of the package")
    pages = models.PositiveIntegerField(default=0)
    originals = models.PositiveIntegerField(default=0)
    stored = models.CharField(max_length=64, blank=True, default="", help_text="name of the sealed bytes; empty: gone")
    wrapped_key = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, incident__isnull=False) | Q(case__isnull=False, incident=None),
                name="dossier_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="dossier_state_known"),
            models.CheckConstraint(
                condition=~Q(state="made") | (Q(made_at__isnull=False) & ~Q(digest="")), name="dossier_made_has_digest"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=OPEN), name="dossier_case_one_open"),
            models.UniqueConstraint(fields=["incident"], condition=Q(state__in=OPEN), name="dossier_incident_one_open"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "id"], name="dossiers_of_office")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"dossier:{self.public_id}"

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def at_hand(self) -> bool:
        """Whether its bytes still lie here."""
        return bool(self.stored)
