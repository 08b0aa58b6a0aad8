"""That a post read a case, by the day."""

from __future__ import annotations

from django.db import models


class CaseRead(models.Model):
    """That whoever held an appointment opened the page of a case on a day (of its office). No hour, and once a day.

    Not committed to the ledger: it is there so that people need not trust, and an entry a page would tell strangers how
    often a case is opened. It goes with its case.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="reads")
    appointment = models.ForeignKey("organisations.Appointment", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "appointment", "on"], name="case_read_once_a_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
