"""The tree of organisations, their units (科室) and posts (岗位), and what each organisation is competent for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger.models import Committed

from .shared import Named


class Organisation(Committed, Named):
    """A node of the tree (单位). `path` holds the ids from the root down to itself, as in ``/1/4/``."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County government")
        COUNTY_BUREAU = "county-bureau", _("County bureau")
        CITY = "city", _("City government")
        TOWNSHIP = "township", _("Township or subdistrict")
        SCHOOL = "school", _("School")
        DISCIPLINE_OFFICE = "discipline-office", _("Discipline office")
        OTHER = "other", pgettext_lazy("kind of organisation", "Other")

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=255, default="", db_index=True, editable=False)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    region = models.CharField(max_length=12, default="CN")
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    public_body = models.BooleanField(default=True)
    head_post = models.ForeignKey("Post", null=True, blank=True, on_delete=models.PROTECT, related_name="heads")
    # Shown to the public, word by word.
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    outside_body_name = models.CharField(max_length=120, blank=True)
    outside_body_channel = models.TextField(blank=True)
    # law.md T-08: whether a last day on a rest day moves on is asked at set-up, for each side apart.
    roll_over_office = models.BooleanField(default=False)
    roll_over_petitioner = models.BooleanField(default=True)
    # The office's own lengths for clocks with the unit `org`: {"pack/clock": number}.
    clock_numbers = models.JSONField(default=dict, blank=True)
    # Whether posts that may open who somebody is need a second step of signing in for that. Installations from before go on without.
    second_step = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "parent_id", "name", "short_name", "kind", "region", "zone", "public_body", "head_post_id",
        "outside_body_name", "outside_body_channel", "roll_over_office", "roll_over_petitioner", "clock_numbers",
        "closed_at",
    )  # fmt: skip

    class Meta:
        ordering = ("path",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["county", "county-bureau", "city", "township", "school", "discipline-office", "other"]
                ),
                name="organisation_kind",
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="organisation_name_once_below_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="organisation_name_once_at_root"),
        ]

    def __str__(self) -> str:
        return self.name

    def own_number(self, key: str, proposal: int) -> int:
        """What the office set for itself, or what is proposed where it set nothing."""
        return int(self.clock_numbers.get(key, proposal))


class Competence(Committed, models.Model):
    """That an organisation is competent for a category from one day to another, and by which text.

    A change ends the row and begins another one, so that what a person was told can always be looked up.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="competences")
    category = models.CharField(max_length=60, blank=True, help_text="a code of the taxonomy; empty: every subject")
    area = models.CharField(max_length=200, blank=True, help_text="words by which a place of its area is recognised")
    note = models.CharField(max_length=200, blank=True, help_text="what for, in words for the public")
    source = models.CharField(max_length=300, blank=True, help_text="the law with its article, or the office's paper")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="the last day")

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "category", "area", "note", "source", "from_on", "until_on",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (("organisation_id", "category", "note"),)

    class Meta:
        ordering = ("category", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "area"], condition=Q(until_on=None), name="competence_once"
            )
        ]

    def __str__(self) -> str:
        return self.category


class Unit(Committed, Named):
    """A part of an organisation (科室)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "organisation_id", "parent_id", "name", "closed_at")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at=None), name="unit_name_once_in_organisation"
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(Committed, Named):
    """A post (岗位): what answers, decides and is recorded. People come and go; the post stays."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=80)
    roles = models.JSONField(default=list, blank=True)  # role codes of access.matrix.ROLES
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    is_head = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "unit_id", "title", "roles", "reports_to_id", "is_head", "closed_at",
    )  # fmt: skip

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"], condition=Q(closed_at=None), name="post_title_once_in_unit"
            ),
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("id")), name="post_not_its_own_superior"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How ledger, clocks and outbox name this post."""
        return f"post:{self.public_id}"
