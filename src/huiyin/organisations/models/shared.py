"""What several tables of this room have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import models

from huiyin.kernel.ids import public_id

if TYPE_CHECKING:
    from .tree import Organisation


class Named(models.Model):
    """A row that is seen outside (by `public_id`) and edited by several people (`version` grows with each edit)."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class _OfOrganisation(Protocol):
    @property
    def organisation(self) -> Organisation: ...


class OpenInHouse:
    """A thing of an organisation that nobody in it is kept from, such as a plan, an incident, a hazard. A `Scoped`."""

    @property
    def unit_id(self) -> int | None:
        """The whole organisation's, where no unit has it."""
        return None

    @property
    def organisation_path(self: _OfOrganisation) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """Nobody: it is about a thing or a duty, not about a person."""
        return False
