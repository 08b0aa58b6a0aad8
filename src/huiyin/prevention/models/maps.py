"""Drawings of the premises, and where on one of them something is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

WHOLE = 10_000  # parts of a drawing's width and height


class CampusMap(OpenInHouse, Committed):
    """A drawing of the premises or of one floor. A newer picture takes the place of an older one; the marks stay."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "title", "file", "width", "height", "kept_at", "actor", "removed_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="maps")
    title = models.CharField(max_length=80)
    file = models.CharField(max_length=16, help_text="public id of the attachment, a picture")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(removed_at=None), name="map_once_in_an_office"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"campus-map:{self.public_id}"


class OnMap(models.Model):
    """Where it is on a drawing, if somebody marked it. `across`, `down`: from its left and upper edge, in parts of `WHOLE`."""

    on_map = models.ForeignKey(CampusMap, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    across = models.PositiveSmallIntegerField(null=True, blank=True)
    down = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


def marked_whole(name: str) -> models.CheckConstraint:
    """A mark is on a drawing and has both its numbers, or there is none."""
    return models.CheckConstraint(
        condition=Q(on_map=None, across=None, down=None) | Q(on_map__isnull=False, across__lte=WHOLE, down__lte=WHOLE),
        name=name,
    )
