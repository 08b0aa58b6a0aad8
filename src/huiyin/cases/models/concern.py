"""What a person submits, the receipt that proves it, and the form that is not yet sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Channel(models.TextChoices):
    """How a concern came (渠道)."""

    WEB = "web"
    VISIT = "visit"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    TRANSFER = "transfer"
    IMPORT = "import"


class Word(models.TextChoices):
    """What one of several people says about the answer."""

    SETTLED = "settled"
    NOT_SETTLED = "not-settled"


class Level(models.TextChoices):
    """What a person wants who went to a higher office and was told that a lower one is competent."""

    HERE = "here"  # this office decides
    PASSED = "pass-on"  # passed on at once
    JOINT = "joint"  # received here, with the other office


class Concern(Committed):
    """One submission, in the person's own words. Who wrote it is in the vault, in one record of this concern alone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "hidden:case_id",
        "channel",
        "received_at",
        "text",
        "wish",
        "place",
        "happened",
        "hidden:told_id",
        "level",
        "level_acted_at",
    )
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("public_id", "case_id", "channel", "received_at", "text", "wish", "place", "happened"),
        (
            "public_id", "case_id", "channel", "received_at", "text", "wish", "place", "happened", "told_id", "level",
            "level_acted_at",
        ),
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="concerns")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    received_at = models.DateTimeField()
    text = models.TextField()
    wish = models.TextField(blank=True, default="", help_text="what the person hopes for")
    place = models.CharField(max_length=200, blank=True, default="")
    happened = models.CharField(max_length=80, blank=True, default="", help_text="when, in the person's words")
    language = models.CharField(max_length=8, default="zh-hans")
    named = models.BooleanField(default=False)
    identity = models.CharField(max_length=12, blank=True, default="", help_text="public id of the sealed record")
    contact_by = models.CharField(max_length=16, blank=True, default="", help_text="how the person wants to be told")
    registered_by = models.CharField(max_length=40, blank=True, default="")
    told = models.ForeignKey(
        "organisations.Competence",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="by which row the person was told who is competent",
    )
    level = models.CharField(
        max_length=8, choices=Level.choices, blank=True, default="", help_text="what they wanted, told so"
    )
    level_acted_at = models.DateTimeField(null=True, blank=True, help_text="when the office did it")
    left_at = models.DateTimeField(null=True, blank=True, help_text="taken back by the person, while others go on")
    word = models.CharField(
        max_length=12,
        choices=Word.choices,
        blank=True,
        default="",
        help_text="whether it is settled, where several ask",
    )
    answer_read_at = models.DateTimeField(
        null=True, blank=True, help_text="had the answer that counts, where several ask"
    )
    read_back = models.BooleanField(default=False, help_text="an oral concern was read back to the person (条例 19)")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["case"],
                condition=models.Q(level__in=["pass-on", "joint"], level_acted_at=None),
                name="concern_level_waits",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class ReceiptCode(models.Model):
    """A receipt code, kept as a keyed digest alone. Whoever holds the code opens the status page."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    must_change = models.BooleanField(default=False, help_text="a clerk has seen it: changed at first use")
    kept_at = models.DateTimeField(null=True, blank=True, help_text="the person confirmed to have kept it")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"code of {self.concern_id}"


class Draft(models.Model):
    """A form that a person is filling in. Sealed under the token that only their browser has."""

    token_digest = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    concern = models.OneToOneField(Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="draft")

    def __str__(self) -> str:
        return f"draft {self.pk}"
