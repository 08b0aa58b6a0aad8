"""Attachments. The bytes lie under MEDIA_ROOT; here is what they are and to which case they belong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel import ids
from huiyin.kernel.ledger.models import Committed


class Attachment(Committed):
    """One file of one case. The digest is keyed by a salt of its own, so that the same scan in two cases joins nothing."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "about",
        "name",
        "content_type",
        "size",
        "digest",
        "kept_at",
        "erased_at",
    )

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    about = models.CharField(max_length=64, db_index=True)
    # As the person named it: it may hold personal data, so it is shown on the case page alone and never indexed.
    name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    salt = models.BinaryField()
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    redrawn = models.BooleanField(default=False)  # a picture that we encoded anew: safe to show in the page
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id
