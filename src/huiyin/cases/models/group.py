"""Many people with one matter (条例 20¶3): each with a concern of their own, who speaks for them, and the slips handed out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

MOST_SPEAKERS = 5


class Group(Committed):
    """A matter that many people raise together. `matter`: the common words, which everybody who joins reads.

    `invite`: the code that representatives hand out. It opens the common words and nothing else.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "case_id", "matter", "opened_at", "opened_by")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="group")
    matter = models.TextField()
    invite = models.CharField(max_length=12, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.public_id


class How(models.TextChoices):
    """How somebody came to belong to it."""

    FIRST = "first"  # whose concern it was before it became a group's
    GATE = "gate"
    SLIP = "slip"
    ONLINE = "online"


class Member(Committed):
    """One concern of the group. Who it is stands in the vault, in a record of that concern alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "group_id",
        "concern_id",
        "how",
        "joined_at",
        "speaks_since",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    concern = models.OneToOneField("cases.Concern", on_delete=models.CASCADE, related_name="membership")
    how = models.CharField(max_length=8, choices=How.choices)
    joined_at = models.DateTimeField()
    speaks_since = models.DateTimeField(null=True, blank=True, help_text="named as a representative, since when")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class GroupSlip(models.Model):
    """A printed slip that has not been filled in. Its code is kept as a keyed digest alone, like a receipt's."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="slips")
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"slip of {self.group_id}"
