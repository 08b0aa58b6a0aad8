"""What an office says of its receptions, and the times that it sets itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class ReceptionReport(Committed):
    """A report of a period, handed to the head: figures as they stood, and what is proposed. No names, no small numbers."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "from_day", "until_day", "figures", "proposals", "handed_in_by", "handed_in_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField()
    figures = models.JSONField(default=dict)
    proposals = models.TextField(blank=True, default="")
    handed_in_by = models.CharField(max_length=40)
    handed_in_title = models.CharField(max_length=120)
    handed_in_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.public_id


class OwnTimes(Committed):
    """The office's own numbers: no law has one. Until the office sets them, those proposed."""

    committed_fields: ClassVar[tuple[str, ...]] = ("organisation_id", "offer_days", "minutes_days", "acknowledge_hours")

    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    offer_days = models.PositiveSmallIntegerField(help_text="working days to name a day that was asked for")
    minutes_days = models.PositiveSmallIntegerField(help_text="working days to show the minutes")
    acknowledge_hours = models.PositiveSmallIntegerField(help_text="hours to acknowledge an invitation")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offer_days__gte=1, minutes_days__gte=1, acknowledge_hours__gte=1),
                name="own_times_are_some_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"
