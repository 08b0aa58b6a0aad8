"""The secret address under which somebody's calendar reads their shifts. Of the address only a digest is kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Feed(Committed):
    """One address of an account; a new one ends the one before."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "account_id", "digest", "made_at", "ended_at")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="one_feed_of_an_account"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"feed:{self.public_id}"
