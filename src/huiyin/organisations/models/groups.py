"""Leading groups (领导小组): who leads, who is in it, who does what, and which unit is its office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ledger.models import Committed

from .shared import Named
from .tree import Organisation, Post, Unit


class LeadingGroup(Committed, Named):
    """A leading group, with its purpose and its office."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="leading_groups")
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    office_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="office_of")
    duties = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "name", "purpose", "office_unit_id", "duties", "closed_at",
    )  # fmt: skip

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at=None), name="group_name_once_in_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(Committed, models.Model):
    """A post in a leading group, with its written duties."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Group leader")
        DEPUTY = "deputy", _("Deputy leader")
        OFFICE_DIRECTOR = "office-director", _("Director of the office")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(LeadingGroup, on_delete=models.CASCADE, related_name="members")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="group_memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    duties = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    committed_fields: ClassVar[tuple[str, ...]] = ("group_id", "post_id", "role", "duties", "position")

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["leader", "deputy", "office-director", "member"]), name="group_member_role"
            ),
            models.UniqueConstraint(fields=["group", "post"], name="post_once_in_group"),
            models.UniqueConstraint(fields=["group"], condition=Q(role="leader"), name="group_has_one_leader"),
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.get_role_display()})"
