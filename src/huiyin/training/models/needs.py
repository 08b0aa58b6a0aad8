"""Which training a kind of post needs, as the office set it, and for how long one holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .programmes import Topic


class PostKind(models.TextChoices):
    EVERYBODY = "everybody"
    LEADS = "leads"
    DESK = "desk"
    DUTY = "duty"
    CHOSEN = "chosen"


class Need(OpenInHouse, Committed):
    """Posts of a kind need a topic again after `months`. `posts`: public ids, where they were chosen one by one; `post` sees to it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "name", "posts", "topic", "months", "post_id", "by_on", "set_by", "set_at",
        "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=PostKind.choices)
    name = models.CharField(max_length=40, blank=True, default="")
    posts = models.JSONField(default=list)
    topic = models.CharField(max_length=10, choices=Topic.choices)
    months = models.PositiveSmallIntegerField()
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField()
    set_by = models.CharField(max_length=40)
    set_title = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="need_kind_known"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="need_topic_known"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=60), name="need_months"),
            models.CheckConstraint(condition=~Q(kind="chosen") | ~Q(name=""), name="need_chosen_has_name"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "topic"], condition=Q(ended_at=None), name="need_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"training-need:{self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.post.unit_id
