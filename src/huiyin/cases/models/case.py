"""The matter that an office handles, and where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Place
from huiyin.organisations.models import Appointment, Organisation

from .involvement import READING


class Kind(models.TextChoices):
    """The three kinds of the Regulation (信访工作条例 29-31), and the one before anybody has looked."""

    UNSORTED = "unsorted"
    SUGGESTION = "suggestion"
    CLAIM = "claim"
    MISCONDUCT = "misconduct"


class Bucket(models.TextChoices):
    """What a staff list is divided by."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    BEFORE = "before"  # imported, raised before Huiyin, not answered there


class AgreedBy(models.TextChoices):
    """Who said that it is settled. A signed slip entered by staff is counted apart from the person's own word."""

    NOBODY = "nobody"
    PETITIONER = "petitioner"
    SIGNED_SLIP = "signed-slip"


class Case(Committed):
    """A matter (信访事项). Handled, agreed and checked later are three facts, each with its own time."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "organisation_id",
        "unit_id",
        "origin_id",
        "kind",
        "claim_channel",
        "category_id",
        "received_at",
        "handled_at",
        "agreed_at",
        "agreed_by",
        "refused_at",
        "checked_at",
        "checked_result",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    handler = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="handled_cases"
    )
    leader = models.ForeignKey(
        "organisations.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="led_cases"
    )
    worked_by = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="the superior that has taken it over and works on it itself; the record of it is its involvement",
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.UNSORTED)
    claim_channel = models.PositiveSmallIntegerField(null=True, blank=True, help_text="article 31 (1) to (6)")
    category = models.ForeignKey(
        "cases.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=240, help_text="the person's own first sentence, for lists")
    origin = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="passed_on",
        help_text="the case at the office that passed it on",
    )
    channel = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    bucket = models.CharField(max_length=8, choices=Bucket.choices, default=Bucket.NEW)
    step = models.CharField(max_length=32, default="", help_text="the drawn step at which it stands")
    facts = models.JSONField(default=dict, help_text="what the procedure asks: named, written, competent, ...")
    handled_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.CharField(max_length=16, choices=AgreedBy.choices, default=AgreedBy.NOBODY)
    refused_at = models.DateTimeField(null=True, blank=True, help_text="when the person said that it is not settled")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_result = models.CharField(max_length=16, blank=True, default="")
    file_salt = models.BinaryField(max_length=32, editable=False)
    version = models.PositiveIntegerField(default=0, help_text="counts up with every action; a stale form is refused")

    class Meta:
        indexes = [
            models.Index(fields=["handler", "bucket", "id"], name="case_handler"),
            models.Index(fields=["organisation", "bucket", "id"], name="case_organisation"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"case:{self.public_id}"

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    @property
    def office(self) -> Organisation:
        """Who works on it and answers: its own office, or the superior that has taken it over."""
        return self.worked_by or self.organisation

    @property
    def taken_over(self) -> Place | None:
        """Where the work on it is done while a superior has taken it over."""
        if self.worked_by is None:
            return None
        return Place(self.worked_by.pk, self.worked_by.path, self.handler.unit_id if self.handler else None)

    @property
    def sealed(self) -> bool:
        """Whether it turned out to be a report about a person, and was sealed."""
        return self.kind == Kind.MISCONDUCT

    def excludes(self, post_id: int) -> bool:
        """Whether who holds this post must not learn that the case exists. A sealed one: everybody but who sealed it."""
        if self._state.adding:
            return False  # not in its table yet, so nobody can have been excluded
        if self.kind == Kind.MISCONDUCT:
            return not self._held_with_handler(post_id)
        return any(exclusion.post_id == post_id for exclusion in self.exclusions.all())

    def involves(self, organisation_id: int, unit_id: int | None) -> bool:
        """Whether another office is at the table and reads the file; with `unit_id`: whether this unit of it does."""
        if self._state.adding:
            return False
        return any(
            row.organisation_id == organisation_id and (unit_id is None or row.unit_id == unit_id)
            for row in self.involvements.all()
            if row.until is None and row.part in READING
        )

    def _held_with_handler(self, post_id: int) -> bool:
        """Whether it is the handler's post, or another one of whoever holds that."""
        if self.handler is None or post_id == self.handler.pk:
            return self.handler is not None
        holders = list(self.handler.appointments.values_list("account_id", flat=True))
        return Appointment.objects.filter(post_id=post_id, account_id__in=holders).exists()

    @property
    def unsettled(self) -> bool:
        """Handled by the office, and the person has not said that it is settled."""
        return self.handled_at is not None and self.agreed_at is None


class CaseScope(models.Model):
    """In whose lists a case stands: one row for each scope that may see it, so that permission is part of the index."""

    scope = models.CharField(max_length=24, help_text="o<id> an organisation, u<id> a unit, b<id> everything below")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scopes")
    bucket = models.CharField(max_length=8, choices=Bucket.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "case"], name="scope_once")]
        indexes = [models.Index(fields=["scope", "bucket", "case"], name="scope_bucket")]

    def __str__(self) -> str:
        return f"{self.scope} {self.case_id}"


class Exclusion(models.Model):
    """A post that must not learn that the case exists. Led to from the case, never from the post."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "post"], name="excluded_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.post_id}"


class Track(Committed):
    """A procedure that the case runs on, with the version with which it began."""

    committed_fields: ClassVar[tuple[str, ...]] = ("case_id", "pack", "pack_version", "state", "entered_at")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tracks")
    pack = models.CharField(max_length=48)
    pack_version = models.CharField(max_length=16)
    state = models.CharField(max_length=48)
    entered_at = models.DateTimeField()
    background = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "pack"], name="track_once")]
        ordering = ["background", "id"]

    def __str__(self) -> str:
        return f"{self.pack}@{self.pack_version}: {self.state}"


class CaseEvent(Committed):
    """One line of the timeline. `public` lines are the same on the petitioner's page."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "case_id",
        "verb",
        "at",
        "actor",
        "actor_title",
        "public",
        "note",
        "data",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=48)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40, help_text="post:<id>, petitioner, system:<job>")
    actor_title = models.CharField(max_length=120, blank=True, default="", help_text="the post's title on that day")
    public = models.BooleanField(default=True)
    note = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_case")]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"
