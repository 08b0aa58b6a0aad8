"""What goes to the archive (移交): a list of dossiers, each with the checksum of its package, and the archive's receipt."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .dossier import Dossier


class Transfer(OpenInHouse, Committed):
    """Prepared, then received or called off. `received_on`, `receipt`, `received_by`: as they stand on the signed slip."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "to", "prepared_by", "prepared_at", "receipt", "received_on", "received_by",
        "recorded_by", "recorded_at", "called_off_at", "called_off_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=120, help_text="which archive")
    prepared_by = models.CharField(max_length=40)
    prepared_title = models.CharField(max_length=120)
    prepared_at = models.DateTimeField()
    receipt = models.CharField(max_length=60, blank=True, default="", help_text="number of the archive's slip")
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=120, blank=True, default="", help_text="which body or post signed")
    recorded_by = models.CharField(max_length=40, blank=True, default="")
    recorded_title = models.CharField(max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at=None, received_on=None, receipt="")
                | (Q(recorded_at__isnull=False, received_on__isnull=False, called_off_at=None) & ~Q(receipt="")),
                name="transfer_received_by_a_slip",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"transfer:{self.public_id}"

    @property
    def waits(self) -> bool:
        """For the archive's receipt."""
        return self.recorded_at is None and self.called_off_at is None


class TransferItem(Committed):
    """A dossier on the list. `digest`: of the package that was handed over; a later one of the same case has another."""

    committed_fields: ClassVar[tuple[str, ...]] = ("transfer_id", "dossier_id", "digest", "pages", "held")

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="items")
    digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    held = models.BooleanField(default=True, help_text="counts: false once the transfer was called off")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(held=True), name="dossier_handed_over_once")
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.dossier_id}"
