"""What several tables of this room have in common."""

from __future__ import annotations

from django.db import models

from huiyin.kernel.ids import public_id


class Named(models.Model):
    """A row that is seen outside (by `public_id`) and edited by several people (`version` grows with each edit)."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
