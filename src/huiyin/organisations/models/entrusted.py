"""What an office entrusts to one of its posts: who answers for it, and who does in its stead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .shared import OpenInHouse


class Entrusted(OpenInHouse, Committed):
    """A row ends, another begins; the one without `until` holds. Each kind has the constraints that `one_at_a_time` gives."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.CharField(max_length=40)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


ENTRUSTED_FIELDS = (
    "public_id",
    "organisation_id",
    "post_id",
    "deputy_id",
    "since",
    "until",
    "set_by",
)  # that are committed to


def one_at_a_time(name: str, deputy_name: str) -> list[models.BaseConstraint]:
    """One row of an office holds, and nobody stands in for themself."""
    return [
        models.UniqueConstraint(fields=["organisation"], condition=Q(until=None), name=name),
        models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("post")), name=deputy_name),
    ]
