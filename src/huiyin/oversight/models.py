"""What this room stores: counts, so that a page of figures costs the same with ten cases and with a million."""

from __future__ import annotations

from django.db import models


class Counted(models.Model):
    """The counts of one organisation as they stood at `at`. Written by the worker; holds numbers alone."""

    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    numbers = models.JSONField(help_text="cases.queries.tallies.Tally")
    steps = models.JSONField(help_text="[{name, title, in_time, late}]")

    patterns = models.JSONField(default=dict, help_text="supervision.tallies.patterns, of the last twelve months")

    def __str__(self) -> str:
        return f"counts of {self.organisation_id}"


class YearCounted(models.Model):
    """What article 41 asks for, of one organisation and one year, as it stood at `at`. Written by the worker; numbers alone."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    numbers = models.JSONField(help_text="{fields, channels, units, sent, supervised}: {key: number}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="year_counted_once")]

    def __str__(self) -> str:
        return f"{self.year} of {self.organisation_id}"
