"""What is said and written in a case: messages, replies, letters, their service, consultations, extensions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed


class Message(Committed):
    """A message on the case, from the person or from the office."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "case_id", "from_petitioner", "at", "text", "asks")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="messages")
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    from_petitioner = models.BooleanField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField()
    asks = models.BooleanField(default=False, help_text="the office asks the person for something")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class Outcome(models.TextChoices):
    """The three outcomes of article 32, and what a suggestion can get (art. 29)."""

    SUPPORT = "support"
    EXPLAIN = "explain"
    NOT_SUPPORT = "reject"
    ADOPT = "adopt"
    ADOPT_PARTLY = "adopt-partly"
    NOT_ADOPT = "not-adopt"


class ReplyStatus(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"


class Reply(Committed):
    """The written answer (答复意见). One that is issued never changes."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "status",
        "outcome",
        "claim",
        "facts",
        "decision",
        "basis",
        "recourse",
        "drafted_by",
        "issued_by",
        "issued_at",
        "number",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="replies")
    status = models.CharField(max_length=12, choices=ReplyStatus.choices, default=ReplyStatus.DRAFT)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    claim = models.TextField(blank=True, default="")
    facts = models.TextField(blank=True, default="")
    decision = models.TextField(blank=True, default="")
    basis = models.TextField(blank=True, default="")
    recourse = models.JSONField(default=dict, help_text="the way up as it stood on the day of issue")
    drafted_by = models.CharField(max_length=40, blank=True, default="")
    issued_by = models.CharField(max_length=40, blank=True, default="")
    issued_title = models.CharField(max_length=120, blank=True, default="")
    issued_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=80, blank=True, default="")
    sent_back_note = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["status", "case"], name="reply_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status__in=["draft", "submitted"]), name="one_open_draft"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="issued") | models.Q(issued_at__isnull=False), name="issued_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def texts(self) -> list[str]:
        """What its letter says in the office's own words."""
        return [self.claim, self.facts, self.decision, self.basis]


class Letter(Committed):
    """A written notice of the procedure as it was sent: parts in order, so that page and paper say the same."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "concern_id",
        "kind",
        "number",
        "at",
        "parts",
        "frame_id",
    )
    committed_fields_before = (("public_id", "case_id", "kind", "number", "at", "parts", "frame_id"),)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="letters")
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="whose letter it is, where several people share the case; empty: everybody's",
    )  # fmt: skip
    kind = models.CharField(max_length=48)
    title = models.JSONField(help_text="{language: title}")
    number = models.CharField(max_length=80)
    at = models.DateTimeField()
    signed_by = models.CharField(max_length=120)
    parts = models.JSONField(help_text="[{heading, text}]")
    frame = models.ForeignKey(
        "documents.Frame",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the words around it as they stood that day; empty for one from before Huiyin",
    )
    reply = models.OneToOneField(Reply, null=True, blank=True, on_delete=models.PROTECT, related_name="letter")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number


class Service(Committed):
    """That a letter reached the person (送达): by which channel, when, and how that is known."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "letter_id",
        "channel",
        "served_at",
        "recorded_at",
        "recorded_by",
        "proof",
    )

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="services")
    channel = models.CharField(max_length=16)
    served_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40, help_text="petitioner when their own page showed it")
    proof = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "channel"], name="served_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.channel}"


class Consultation(Committed):
    """Another unit, or another office, is asked (会签、征求意见). The case's own clock runs on.

    `shown`: what an office reads beside the question, as it was shown; `due_on`: the day by which it answers.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "unit_id",
        "organisation_id",
        "question",
        "shown",
        "due_on",
        "asked_at",
        "answer",
        "answered_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="consultations")
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField()
    shown = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=40, blank=True, default="")
    answered_title = models.CharField(max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "answered_at"], name="consultation_open"),
            models.Index(fields=["organisation", "answered_at"], name="consultation_office"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None, organisation__isnull=False, due_on__isnull=False)
                | models.Q(unit__isnull=False, organisation=None),
                name="asked_unit_or_office",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"consultation:{self.public_id}"

    @property
    def whom(self) -> str:
        """Who is asked, by name."""
        asked = self.unit or self.organisation
        return asked.name if asked else ""


class ExtensionRequest(Committed):
    """A longer time, asked for by the handler and decided by the head of the unit (条例 34)."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "deadline",
        "length",
        "reason",
        "approved_at",
        "approved_by",
        "refused_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="extension_requests")
    track = models.ForeignKey("cases.Track", on_delete=models.CASCADE, related_name="extension_requests")
    deadline = models.CharField(max_length=48)
    length = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_title = models.CharField(max_length=120, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(approved_at__isnull=True, refused_at__isnull=True),
                name="one_open_extension_request",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
