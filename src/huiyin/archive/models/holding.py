"""A row of an old archive's catalogue, or an old package: what it is about, where it lies, and its scans. Found by matter, never by person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse


class Holding(OpenInHouse, Committed):
    """`title`: with every particular of a person masked before it was stored. `key`: says whether the same row came before."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "code", "title", "year", "keep", "pages", "place", "imported_by", "imported_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80, help_text="档号, as the old catalogue has it")
    title = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    keep = models.CharField(max_length=40, blank=True, default="", help_text="保管期限, in the words of the catalogue")
    pages = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="", help_text="where it lies")
    words = models.TextField(help_text="for the search: the title in overlapping pairs, between spaces")
    key = models.CharField(max_length=64, unique=True)
    imported_by = models.CharField(max_length=40)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "code", "id"]
        indexes = [models.Index(fields=["organisation", "year"], name="holdings_of_office")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> str:
        return f"holding:{self.public_id}"
