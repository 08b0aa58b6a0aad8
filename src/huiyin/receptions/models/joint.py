"""Who is asked to come to a joint reception (联合接访): officials travel to the person, never the person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .reception import Reception


class Invitation(Committed):
    """One office, asked to come at a time to a place. It acknowledges, says which officials come, and marks their arrival."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "reception_id", "organisation_id", "invited_at", "acknowledged_at", "acknowledged_by",
        "officials", "arrived_at", "urged", "told_up_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=40)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=120, blank=True, default="", help_text="the post's title on that day")
    officials = models.CharField(max_length=300, blank=True, default="", help_text="which officials come, by post")
    arrived_at = models.DateTimeField(null=True, blank=True)
    urged = models.CharField(max_length=200, blank=True, default="", help_text="how the office was urged")
    told_up_at = models.DateTimeField(null=True, blank=True, help_text="when the common superior was told")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "acknowledged_at", "id"], name="invitation_office")]
        constraints = [models.UniqueConstraint(fields=["reception", "organisation"], name="invited_to_it_once")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def unit_id(self) -> int | None:
        return None

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """As the reception does."""
        return self.reception.excludes(post_id)
