"""Which post answers for the safety of an office's computers and network."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse


class Charge(OpenInHouse, Committed):
    """The post that answers for network safety, and who does in its stead. A row ends, another begins."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "deputy_id", "since", "until", "set_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.CharField(max_length=40)
    set_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(until=None), name="one_network_charge"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("post")), name="network_deputy_is_another_post"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"network-charge:{self.organisation.public_id}"
