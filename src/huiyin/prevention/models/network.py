"""Which post answers for the safety of an office's computers and network."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.organisations.models.entrusted import ENTRUSTED_FIELDS, Entrusted, one_at_a_time


class Charge(Entrusted):
    """The post that answers for network safety, and who does in its stead."""

    committed_fields: ClassVar[tuple[str, ...]] = ENTRUSTED_FIELDS

    set_title = models.CharField(max_length=120)

    class Meta(Entrusted.Meta):
        constraints = one_at_a_time("one_network_charge", "network_deputy_is_another_post")

    @property
    def reference(self) -> str:
        return f"network-charge:{self.organisation.public_id}"
