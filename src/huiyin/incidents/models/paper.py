"""Sheets that were printed out of a running emergency, to go on with on paper."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .incident import Incident

ROOM_SHEETS = ("card", "classes", "log")  # what is open of the steps; who is counted together; the log with blank rows


class RoomSheet(Committed):
    """One sheet. `rows`: key of the step, or of the group, in each row, row 1 first; empty: a blank row. `upto`: the last line of the
    log that stands on it. The kinds are called as those of a plan's sheets, because they are typed back alike.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "incident_id", "run", "kind", "code", "rows", "upto", "at", "actor",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sheets")
    run = models.CharField(max_length=12, db_index=True, help_text="sheets that were printed together")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ROOM_SHEETS])
    code = models.CharField(max_length=8, unique=True)
    rows = models.JSONField(default=list)
    upto = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ROOM_SHEETS), name="room_sheet_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code
