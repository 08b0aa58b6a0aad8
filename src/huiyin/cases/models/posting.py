"""A letter that goes to somebody on paper: asked for, posted with its proof, arrived or come back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class PostingState(models.TextChoices):
    WAITING = "waiting", _("to be posted")
    POSTED = "posted", _("posted")
    ARRIVED = "arrived", _("arrived")
    RETURNED = "returned", _("came back")
    DROPPED = "dropped", _("not posted")  # sealed or erased before it went


class Posting(Committed):
    """One letter on its way to one person. No address and no name: both are looked up when the paper is made."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "letter_id", "concern_id", "asked_at", "asked_by", "state", "posted_on", "number", "posted_by",
        "ended_on", "ended_by", "note",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    letter = models.ForeignKey("cases.Letter", on_delete=models.CASCADE, related_name="postings")
    concern = models.ForeignKey("cases.Concern", on_delete=models.CASCADE, related_name="postings")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40, help_text="petitioner: this way was chosen; else the post that asked")
    state = models.CharField(max_length=12, choices=PostingState.choices, default=PostingState.WAITING)
    posted_on = models.DateField(null=True)
    number = models.CharField(max_length=40, blank=True, default="", help_text="of the registered mail")
    posted_by = models.CharField(max_length=40, blank=True, default="")
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="posting_open")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "concern"], name="posted_once"),
            models.CheckConstraint(
                name="posted_has_day_and_number",
                condition=~models.Q(state__in=["posted", "arrived", "returned"])
                | (models.Q(posted_on__isnull=False) & ~models.Q(number="")),
            ),
            models.CheckConstraint(
                name="ended_posting_has_day",
                condition=~models.Q(state__in=["arrived", "returned"]) | models.Q(ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"posting:{self.public_id}"
