"""A request for support and what came of it. Words and identity are sealed; no row leads from a person or an account to a request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.entrusted import ENTRUSTED_FIELDS, Entrusted, one_at_a_time
from huiyin.organisations.models.shared import OpenInHouse


class Status(models.TextChoices):
    ASKED = "asked"
    TAKEN = "taken"  # whoever supports has taken it on
    CLOSED = "closed"  # by the person; may be opened again
    DESTROYED = "destroyed"  # what was said is gone for good


OPEN = (Status.ASKED, Status.TAKEN)


class Answer(models.TextChoices):
    """What the person says to a visit or to what was written down. Empty while they have not; `old`: it was written anew before."""

    YES = "yes"
    NO = "no"
    OLD = "old"


class Supporter(Entrusted):
    """The one post that supports at an office, and who is told when it does not answer."""

    committed_fields: ClassVar[tuple[str, ...]] = ENTRUSTED_FIELDS

    class Meta(Entrusted.Meta):
        constraints = one_at_a_time("one_supporter_of_an_office", "supporter_deputy_is_another_post")

    @property
    def reference(self) -> str:
        return f"support-desk:{self.organisation.public_id}"


class Request(OpenInHouse, Committed):
    """`post` answers for it; `code`: digest of what opens it for the person; `identity`: public id of its record in the vault.

    Whoever else may read it stands in `let_in` (`seen_by`); the permission alone opens nothing.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "identity", "offered", "status", "asked_at", "late_at", "late_times", "ended_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    code = models.BinaryField(max_length=32, unique=True, editable=False)
    identity = models.CharField(max_length=16, blank=True, default="")
    offered = models.BooleanField(default=False, help_text="the person said yes to an offer")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True, blank=True, help_text="since when an answer is owed past its day")
    late_times = models.PositiveSmallIntegerField(default=0, help_text="how often somebody was told since then")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["post", "status"], name="support_requests_of_post")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="support_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=("asked", "taken"), ended_at=None)
                | Q(status__in=("closed", "destroyed"), ended_at__isnull=False),
                name="support_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"support:{self.public_id}"

    def seen_by(self, post_id: int) -> bool:
        """The post that answers for it, and whom the person let in."""
        return post_id == self.post_id or self.let_in.filter(post_id=post_id, until=None).exists()


class LetIn(Committed):
    """A post that the person lets read along, until they say otherwise."""

    committed_fields: ClassVar[tuple[str, ...]] = ("request_id", "post_id", "since", "until")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="let_in")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "post"], condition=Q(until=None), name="let_in_once")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.post_id}"


class Line(Committed):
    """Something that happened, and what was said with it. `text`: public id of a sealed text; `on`: the day or moment it names."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "request_id", "verb", "at", "actor", "actor_title", "text", "other", "on",
    )  # fmt: skip

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="lines")
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=16, blank=True, default="")
    other = models.CharField(max_length=120, blank=True, default="", help_text="title of another post that it is about")
    on = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.verb


class Visit(Committed):
    """A visit that was proposed; it takes place only where the person said yes. `text`: where, and what for, sealed."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "request_id", "on", "text", "proposed_at", "answer", "answered_at", "held_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="visits")
    on = models.DateTimeField()
    text = models.CharField(max_length=16)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text="when it was written down that it took place")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="support_visit_answer_known"),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(answer="yes", answered_at__isnull=False), name="visit_with_consent_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Agreement(Committed):
    """What was agreed, as it was written down, and the person's word on it. `yes`: they confirmed it; `no`: they put it right."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "request_id", "text", "follow_on", "written_at", "answer", "answered_at", "correction",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="agreements")
    text = models.CharField(max_length=16)
    follow_on = models.DateField()
    written_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    correction = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="support_agreement_answer_known"),
            models.CheckConstraint(condition=~Q(answer="no") | ~Q(correction=""), name="support_correction_is_said"),
        ]

    def __str__(self) -> str:
        return self.public_id
