"""What this room stores: counts, so that a page of figures costs the same with ten cases and with a million."""

from __future__ import annotations

from django.db import models


class Counted(models.Model):
    """The counts of one organisation as they stood at `at`. Written by the worker; holds numbers alone."""

    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    numbers = models.JSONField(help_text="cases.queries.tallies.Tally")
    steps = models.JSONField(help_text="[{name, title, in_time, late}]")

    def __str__(self) -> str:
        return f"counts of {self.organisation_id}"
