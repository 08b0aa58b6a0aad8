"""What an office words itself, the words as they stood when a letter went out, and how far its numbers have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Template(Committed):
    """One version of an office's own wording. A change is a new version; none is ever changed or thrown away."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "organisation_id",
        "kind",
        "language",
        "version",
        "pieces",
        "changed_by",
        "at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="letter_templates"
    )
    kind = models.CharField(max_length=48, blank=True, help_text="empty: what every letter of the office has")
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    pieces = models.JSONField(default=dict, help_text="{piece: text}; a piece that is not here has the standard text")
    changed_by = models.CharField(max_length=40)
    changed_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "language", "version"], name="template_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.language} v{self.version}"


class Frame(models.Model):
    """Everything that a letter says beside the words of its case, in each language, kept once under its own hash.

    A letter points to the frame that it went out in, so it prints the same for ever, whatever is edited or translated
    anew later.
    """

    digest = models.CharField(max_length=64, unique=True)
    words = models.JSONField(help_text="{language: {piece: text}}")

    def __str__(self) -> str:
        return self.digest[:12]


class Series(models.Model):
    """How far the numbers of one kind of letter have come at one office in one year."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=48)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
