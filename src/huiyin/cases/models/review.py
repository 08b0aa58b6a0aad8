"""The review of an answer by the next level up (复查), the second one above it (复核), or a school's own panel."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models import Appointment, Post


class Level(models.TextChoices):
    """Who looks again."""

    PANEL = "panel"
    REVIEW = "review"
    SECOND = "second-review"
    OBJECTION = "objection"  # to a refusal: must the office take it on?


class ReviewStatus(models.TextChoices):
    LATE = "late"  # asked for after the day: somebody must say whether it is taken on
    ASKED = "asked"
    BEGUN = "begun"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    TURNED_DOWN = "turned-down"  # a late request that was answered, and not taken on


class ReviewOutcome(models.TextChoices):
    """What a review can come to (条例 35, 36)."""

    UPHOLD = "uphold"
    CHANGE = "change"
    SEND_BACK = "send-back"


class Review(Committed):
    """One request and what came of it. It belongs to the office that reviews; an issued decision never changes."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "organisation_id",
        "pack",
        "level",
        "status",
        "asked_at",
        "asked_through",
        "reasons",
        "in_time",
        "admitted_why",
        "outcome",
        "result",
        "claim",
        "facts",
        "decision",
        "basis",
        "instructions",
        "panel",
        "drafted_by",
        "issued_by",
        "issued_at",
        "recourse",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="reviews")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="reviews")
    handler = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    pack = models.CharField(max_length=48, help_text="the procedure under which it was asked for")
    level = models.CharField(max_length=16, choices=Level.choices)
    status = models.CharField(max_length=12, choices=ReviewStatus.choices)
    asked_at = models.DateTimeField()
    asked_through = models.CharField(max_length=40, help_text="petitioner, or the post that took the signed request")
    reasons = models.TextField()
    in_time = models.BooleanField(default=True)
    admitted_why = models.TextField(blank=True, default="", help_text="why a late request was taken on, or not")
    panel = models.TextField(blank=True, default="", help_text="members of the panel, one of them from outside")
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices, blank=True, default="")
    result = models.CharField(max_length=16, blank=True, default="", help_text="support, explain or reject (art. 32)")
    claim = models.TextField(blank=True, default="")
    facts = models.TextField(blank=True, default="")
    decision = models.TextField(blank=True, default="")
    basis = models.TextField(blank=True, default="")
    instructions = models.TextField(blank=True, default="", help_text="what the office must do, where it is sent back")
    drafted_by = models.CharField(max_length=40, blank=True, default="")
    sent_back_note = models.TextField(blank=True, default="")
    issued_by = models.CharField(max_length=40, blank=True, default="")
    issued_title = models.CharField(max_length=120, blank=True, default="")
    issued_at = models.DateTimeField(null=True, blank=True)
    letter = models.OneToOneField(
        "cases.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="review"
    )
    recourse = models.JSONField(default=dict, help_text="the way up as it stood on the day of issue")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "status", "id"], name="review_of_office")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "pack"],
                condition=models.Q(status__in=["late", "asked", "begun", "submitted"]),
                name="one_open_review",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="issued") | models.Q(issued_at__isnull=False), name="review_issued_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def unit_id(self) -> int | None:
        return self.handler.unit_id if self.handler else None

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    def excludes(self, post_id: int) -> bool:
        """Who must not know of the case, and who has worked on what is reviewed: nobody reviews himself."""
        return self.case.excludes(post_id) or post_id in self._concerned()

    def _concerned(self) -> set[int]:
        """Posts that worked on the answer or on an earlier review, and every other post of whoever held them then."""
        if "_barred" not in self.__dict__:
            references = {self.case.handler.reference} if self.case.handler else set()
            for reply in self.case.replies.all():
                references |= {reply.drafted_by, reply.issued_by}
            for other in self.case.reviews.exclude(pk=self.pk):
                references |= {other.drafted_by, other.issued_by}
            names = [reference.removeprefix("post:") for reference in references if reference.startswith("post:")]
            posts = set(Post.objects.filter(public_id__in=names).values_list("pk", flat=True))
            people = Appointment.objects.filter(post_id__in=posts).values_list("account_id", flat=True)
            held = Appointment.objects.filter(account_id__in=list(people)).values_list("post_id", flat=True)
            self.__dict__["_barred"] = posts | set(held)
        barred: set[int] = self.__dict__["_barred"]
        return barred

    @property
    def open(self) -> bool:
        """Somebody waits for it."""
        return self.status not in (ReviewStatus.ISSUED, ReviewStatus.TURNED_DOWN)
