"""A plan, its versions, every edit of a draft, what was said of it, and what was recorded against a mark of the check."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse
from huiyin.plans.schema import Kind, PlanDocument

KINDS: tuple[str, ...] = get_args(Kind)
FROZEN = "an approved version of a plan never changes"


class Status(models.TextChoices):
    """Of a version. One draft (or draft in review) and one published version of a plan at a time."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    PUBLISHED = "published"
    REPLACED = "replaced"


OPEN = (Status.DRAFT, Status.IN_REVIEW)  # it may still be changed


class Origin(models.TextChoices):
    """Where the words of a version came from; `origin_name` says which starter, file or version."""

    BLANK = "blank"
    STARTER = "starter"
    IMPORT = "import"
    VERSION = "version"


class SourceText(Committed):
    """The numbered lines of a file that was brought in, whole, for as long as a version points into them."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "organisation_id",
        "name",
        "lines",
        "reading",
        "brought_by",
        "kept_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150, help_text="of the file")
    lines = models.JSONField(default=list, help_text="line 1 first")
    reading = models.JSONField(
        default=dict, help_text="plans as understood, each with its lines; damaged lines, pages that are pictures"
    )
    brought_by = models.CharField(max_length=40)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Plan(OpenInHouse, Committed):
    """What an organisation does when one kind of thing happens. `current` is the version that holds: the published one."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "kind", "title", "keeper_id", "current_id", "made_at", "retired_at", "retired_why",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    keeper = models.ForeignKey(
        "organisations.Post", on_delete=models.PROTECT, related_name="kept_plans", help_text="who looks after it"
    )
    current = models.ForeignKey("PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "retired_at", "kind"], name="plan_of_office")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=KINDS), name="plan_kind_known")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"plan:{self.public_id}"


class PlanVersion(Committed):
    """One version. `document` is a `PlanDocument`, checked at every save. `version` counts the edits of the draft."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_id", "number", "status", "document", "version", "based_on_id", "origin", "origin_name", "source_id",
        "author", "made_at", "reasons", "reasons_note", "approved_at", "approved_by", "approved_title", "published_at",
        "filed_at", "filed_with", "filed_proof", "next_review_on", "replaced_at",
    )  # fmt: skip
    frozen_columns: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_id", "number", "document", "version", "based_on_id", "origin", "origin_name", "source_id", "author",
        "made_at", "reasons", "reasons_note", "approved_by", "approved_title", "approved_name",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    origin_name = models.CharField(max_length=150, blank=True, default="")
    source = models.ForeignKey(SourceText, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    author = models.CharField(max_length=40, help_text="post:<id>")
    author_title = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    reasons = models.JSONField(default=list, help_text="codes of rules.REVISE_FOR")
    reasons_note = models.TextField(blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_title = models.CharField(max_length=120, blank=True, default="")
    approved_name = models.CharField(max_length=60, blank=True, default="", help_text="as the plan is signed")
    published_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_with = models.CharField(max_length=120, blank=True, default="")
    filed_proof = models.CharField(max_length=300, blank=True, default="")
    next_review_on = models.DateField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.UniqueConstraint(fields=["plan"], condition=Q(status__in=OPEN), name="plan_has_one_draft"),
            models.UniqueConstraint(fields=["plan"], condition=Q(status="published"), name="plan_has_one_published"),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, approved_at=None)
                | Q(status__in=("approved", "published", "replaced"), approved_at__isnull=False),
                name="plan_version_approved_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="plan_version_published_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"

    @property
    def text(self) -> PlanDocument:
        """The document, read. Raises pydantic's `ValidationError` where the row holds none."""
        return PlanDocument.model_validate(self.document)

    @property
    def open(self) -> bool:
        return self.status in OPEN

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is kept that is no plan document."""
        self.document = self.text.model_dump(mode="json")
        super().save(*args, **kwargs)


class Edit(Committed):
    """One edit of a draft: which piece, by which verb, and what stood there before, so that it can be undone."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "plan_version_id",
        "number",
        "verb",
        "keys",
        "before",
        "at",
        "actor",
        "undone_at",
    )

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField(help_text="the draft's `version` after it")
    verb = models.CharField(max_length=12)
    keys = models.JSONField(default=list, help_text="pieces that it touched")
    before = models.JSONField(default=dict, help_text="see `changes.difference`: brings back what stood before")
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan_version", "number"], name="plan_edit_number")]

    def __str__(self) -> str:
        return f"{self.plan_version_id} {self.number} {self.verb}"


class Comment(Committed):
    """A remark on a piece (an empty key: on the whole), by a post, until somebody has settled it."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_version_id", "key", "text", "at", "actor", "resolved_at", "resolved_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="comments")
    key = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=40, blank=True, default="")
    resolved_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class Word(models.TextChoices):
    """What a reviewer says of a draft."""

    AGREES = "agrees"
    CHANGES = "changes"


class Review(Committed):
    """A named post was asked for its word on a draft by a day. `given_on_version`: the draft as it stood then."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_version_id", "post_id", "asked_by", "asked_at", "due_on", "question", "word", "text", "given_at",
        "given_on_version", "withdrawn_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="reviews")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="plan_reviews")
    asked_by = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    question = models.CharField(max_length=500, blank=True, default="")
    word = models.CharField(max_length=8, choices=Word.choices, blank=True, default="")
    text = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True, blank=True)
    given_on_version = models.PositiveIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_version", "post"], condition=Q(given_at=None, withdrawn_at=None), name="plan_review_once"
            ),
            models.CheckConstraint(condition=Q(given_at=None) | ~Q(word=""), name="plan_review_given_has_word"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"plan-review:{self.public_id}"


class Answer(models.TextChoices):
    """What the legal reviewer decided on a mark that somebody thinks mistaken."""

    OVERRULED = "overruled"
    STANDS = "stands"


class Overruling(Committed):
    """That somebody thinks a mark of the check mistaken, and what a named legal reviewer, who is not the author, decided.

    It holds for these very words (`text_hash`) in this plan, in later versions too, and is printed with the plan.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_id", "plan_version_id", "rule", "key", "lines", "text", "text_hash", "asked_by", "asked_at",
        "asked_why", "reviewer_id", "answer", "reason", "answered_by", "answered_title", "answered_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="overrulings")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="overrulings")
    rule = models.CharField(max_length=24, help_text="id of the rule of the check, as L-01")
    key = models.CharField(max_length=64, blank=True, default="", help_text="of the piece that is marked")
    lines = models.JSONField(default=list, help_text="[first, last] of the imported file; empty where none was")
    text = models.TextField(help_text="the words that are marked")
    text_hash = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    asked_why = models.TextField()
    reviewer = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=40, blank=True, default="")
    answered_title = models.CharField(max_length=120, blank=True, default="")
    answered_name = models.CharField(max_length=60, blank=True, default="", help_text="as it is printed with the plan")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "text_hash"], condition=Q(answer=""), name="plan_mark_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | (~Q(reason="") & Q(answered_at__isnull=False)),
                name="plan_mark_answered_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.public_id}"

    @property
    def reference(self) -> str:
        return f"plan-mark:{self.public_id}"


class Paper(models.TextChoices):
    """What is kept with a draft besides the plan itself."""

    RISKS = "risks"
    RESOURCES = "resources"
    CONSULTED = "consulted"
    DRAFTING = "drafting"
    EVALUATED = "evaluated"


class PlanPaper(Committed):
    """On file before approval: risk assessment, resource survey, whom one listened to with the answer, drafting note. After
    it: what came of looking at the plan again."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "plan_version_id", "kind", "who", "on", "text", "became", "file", "at", "actor",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=10, choices=Paper.choices)
    who = models.CharField(max_length=200, blank=True, default="", help_text="who was asked, or who made it")
    on = models.DateField()
    text = models.TextField(help_text="what was found or answered")
    became = models.TextField(blank=True, default="", help_text="what was done with an answer")
    file = models.CharField(max_length=16, blank=True, default="", help_text="public id of the attachment")
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id
