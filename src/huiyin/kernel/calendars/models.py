"""Years that an operator loaded after this version was published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel import ids
from huiyin.kernel.ledger.models import Committed


class LoadedYear(Committed):
    """One load of one year. Never changed: a correction is a later row, and the latest row of a year counts."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "region", "year", "papers", "days", "loaded_at", "loaded_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    region = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    papers = models.JSONField(help_text="addresses of the notice")
    days = models.JSONField(help_text="[[date, name, off], …] in the order of the notice")
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=64, help_text="reference of the actor")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(year__gte=2000, year__lte=2099), name="loaded_year_is_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year}"
