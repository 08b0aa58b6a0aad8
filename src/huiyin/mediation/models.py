"""Meetings that an office holds with both sides: mediation (调解) and hearing (听证), and the agreement that may come of one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Place


class MeetingKind(models.TextChoices):
    MEDIATION = "mediation"  # 调解
    HEARING = "hearing"  # 听证


class Status(models.TextChoices):
    INVITED = "invited"  # a side has not said yet whether it wants to
    UNDER_WAY = "under-way"
    REFUSED = "refused"  # a side did not want to; it has no consequence for the case
    WITHDRAWN = "withdrawn"  # a side did not want to any longer, or the office called it off
    NO_AGREEMENT = "no-agreement"
    AGREED = "agreed"
    HELD = "held"  # of a hearing


OPEN = (Status.INVITED, Status.UNDER_WAY)


class LedBy(models.TextChoices):
    """Who leads a mediation. Only what a people's mediation committee brought about can be confirmed by a court (人民调解法 33)."""

    OFFICE = "office"
    COMMITTEE = "committee"


class Role(models.TextChoices):
    """What somebody does at the meeting. People from outside are named here and nowhere else."""

    OTHER_SIDE = "other-side"
    VILLAGE_MEDIATOR = "village-mediator"
    MEDIATOR = "mediator"
    CHAIR = "chair"
    MEMBER = "member"
    EXPERT = "expert"
    COMPANION = "companion"
    INTERPRETER = "interpreter"


class Side(models.TextChoices):
    PERSON = "person"  # who raised the matter
    OTHER = "other"


class About(models.TextChoices):
    """What a side gives its word about."""

    TAKING_PART = "taking-part"
    MINUTES = "minutes"
    AGREEMENT = "agreement"
    PUBLIC_NOTICE = "public-notice"  # of a hearing


class Meeting(Committed):
    """One mediation or hearing about a case. `version` counts up with every action on it; a stale form is refused."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "case_id",
        "review_id",
        "organisation_id",
        "kind",
        "status",
        "subject",
        "within",
        "other_side",
        "led_by",
        "place",
        "meets_at",
        "is_public",
        "notice",
        "announced_at",
        "result",
        "invited_at",
        "invited_by",
        "ended_at",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="meetings")
    review = models.ForeignKey(
        "cases.Review", null=True, blank=True, on_delete=models.CASCADE, related_name="meetings",
        help_text="the second review in which a hearing is held",
    )  # fmt: skip
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MeetingKind.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    subject = models.TextField(help_text="what is talked about")
    within = models.TextField(blank=True, default="", help_text="what may be decided freely here, and by which rule")
    other_side = models.CharField(max_length=200, blank=True, default="", help_text="as the letters call it")
    led_by = models.CharField(max_length=12, choices=LedBy.choices, default=LedBy.OFFICE)
    place = models.CharField(max_length=200)
    meets_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    notice = models.TextField(blank=True, default="", help_text="of a public hearing, without anybody's name")
    announced_at = models.DateTimeField(null=True, blank=True, help_text="on the public page since then")
    result = models.TextField(blank=True, default="", help_text="how it ended; the opinion of a hearing")
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=40)
    invited_title = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "status", "meets_at"], name="meeting_of_office"),
            models.Index(fields=["announced_at", "meets_at"], name="meeting_announced"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(status__in=["invited", "under-way"]),
                name="one_open_meeting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def unit_id(self) -> int | None:
        return self.review.unit_id if self.review else self.case.unit_id

    @property
    def organisation_path(self) -> str:
        return self.organisation.path

    @property
    def taken_over(self) -> Place | None:
        """Where it is held while a superior works on the case; what is held in a review is the reviewing office's."""
        return None if self.review else self.case.taken_over

    def excludes(self, post_id: int) -> bool:
        """Who must not know of the case; in a review also who worked on what is reviewed."""
        return self.review.excludes(post_id) if self.review else self.case.excludes(post_id)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Participant(Committed):
    """Somebody who takes part, besides who raised the matter. Named in this record only, with what they do."""

    committed_fields: ClassVar[tuple[str, ...]] = ("meeting_id", "role", "called", "comes_from")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    role = models.CharField(max_length=20, choices=Role.choices)
    called = models.CharField(max_length=80)
    comes_from = models.CharField(max_length=120, blank=True, default="", help_text="an office, a village, a trade")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.role}"


class Word(Committed):
    """What one side said, recorded apart: to taking part, to the minutes, to the agreement. Never changed, only said anew."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "meeting_id",
        "about",
        "number",
        "side",
        "concern_id",
        "answer",
        "text",
        "how",
        "at",
        "recorded_by",
    )

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"
        CORRECTION = "correction"  # of the minutes: what should be changed

    class How(models.TextChoices):
        PAGE = "page"
        SLIP = "slip"
        SPOKEN = "spoken"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spoken")
    about = models.CharField(max_length=16, choices=About.choices)
    number = models.PositiveSmallIntegerField(default=0, help_text="which version of the minutes or of the agreement")
    side = models.CharField(max_length=8, choices=Side.choices)
    concern = models.ForeignKey("cases.Concern", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    text = models.TextField(blank=True, default="")
    how = models.CharField(max_length=8, choices=How.choices)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40, help_text="petitioner, or the post that took it down")
    recorded_title = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.about} {self.side}: {self.answer}"


class Minutes(Committed):
    """What was said, as read out. A correction is a new version; the former one stays."""

    committed_fields: ClassVar[tuple[str, ...]] = ("meeting_id", "number", "text", "read_out", "written_by", "at")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    read_out = models.BooleanField(default=False)
    written_by = models.CharField(max_length=40)
    written_title = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} minutes {self.number}"


class Agreement(Committed):
    """What both sides want to hold to. `number` counts its versions; a signature is for one of them only."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "meeting_id",
        "number",
        "text",
        "written_by",
        "at",
        "in_force_at",
        "broken_at",
        "broken_note",
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="agreement")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    written_by = models.CharField(max_length=40)
    written_title = models.CharField(max_length=120)
    at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.meeting_id} agreement {self.number}"


class Term(Committed):
    """One thing of the agreement: who does what by when. What an office promised is a task of that office."""

    committed_fields: ClassVar[tuple[str, ...]] = ("agreement_id", "version", "by", "text", "due_on")

    class By(models.TextChoices):
        OFFICE = "office"
        OTHER = "other"
        PERSON = "person"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terms")
    version = models.PositiveSmallIntegerField(help_text="of the agreement")
    by = models.CharField(max_length=8, choices=By.choices)
    text = models.TextField()
    due_on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.by} by {self.due_on}"
