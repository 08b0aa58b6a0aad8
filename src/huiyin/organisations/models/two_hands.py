"""Two hands (双人办理): what can't be undone is asked for by one person and confirmed by a second one. The database holds them apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed

from .people import Account
from .shared import OpenInHouse
from .tree import Organisation


def second_person(first: str, second: str, name: str) -> models.CheckConstraint:
    """Whoever stands in the field `second` is another one than who stands in `first`."""
    return models.CheckConstraint(condition=Q(**{second: None}) | ~Q(**{second: F(first)}), name=name)


class Ended(models.TextChoices):
    """How it came to nothing."""

    TAKEN_BACK = "taken-back"
    DECLINED = "declined"
    RAN_OUT = "ran-out"


class TwoHands(OpenInHouse, Committed):
    """One act that waits for its second person, or had it. `act`: a key of `organisations.two_hands`; `about`: its thing.

    `stood`: SHA-256 of the thing as the first person saw it; what the second one confirms is the same.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "act", "about", "stood", "reason", "asked_post", "asked_title", "asked_at",
        "until_at", "confirmed_post", "confirmed_title", "confirmed_at", "ended_at", "ended_how",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)
    about = models.CharField(max_length=64)
    stood = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_post = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_post = models.CharField(max_length=40, blank=True, default="")
    confirmed_title = models.CharField(max_length=120, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, blank=True, default="", choices=Ended.choices)

    class Meta:
        ordering = ("-id",)
        constraints = [
            second_person("asked_by", "confirmed_by", "two_hands_of_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="two_hands_reason_given"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, ended_at=None),
                name="two_hands_confirmed_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__lte=F("until_at")), name="two_hands_within_time"
            ),
            models.UniqueConstraint(
                fields=["act", "about"], condition=Q(confirmed_at=None, ended_at=None), name="two_hands_one_waits"
            ),
        ]
        indexes = [models.Index(fields=["about", "id"], name="two_hands_about")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"two-hands:{self.public_id}"

    @property
    def waits(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None
