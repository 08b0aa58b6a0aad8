"""Terms and classes of a school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ledger.models import Committed

from .shared import Named
from .tree import Organisation


class SchoolTerm(Committed, Named):
    """A term, with its first and last day (both counted)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "organisation_id", "name", "first_day", "last_day")

    class Meta:
        ordering = ("first_day",)
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="term_ends_after_start"),
            models.UniqueConstraint(fields=["organisation", "name"], name="term_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolClass(Named):
    """A class, as in 三年级（2）班. Pupils are not stored."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="classes")
    name = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="class_name_once")]

    def __str__(self) -> str:
        return self.name
