"""Reports that the operator of the database can't read: who may open them, the seals, and days in place of moments.

Nothing here says whom a report is about, who wrote it or in which words: all of that is sealed contents.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.shared import OpenInHouse

from .identity_models import NameAsk, NameOpening, NamePart, SealedName

__all__ = [
    "OPEN",
    "Custodian",
    "Envelope",
    "GivenShare",
    "HandOver",
    "Kind",
    "Message",
    "NameAsk",
    "NameOpening",
    "NamePart",
    "Pointer",
    "Reader",
    "ReaderKey",
    "Recovery",
    "Report",
    "Resealed",
    "SealedFile",
    "SealedName",
    "State",
]  # fmt: skip


class State(models.TextChoices):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"  # not for this body: who is competent was told
    FINISHED = "finished"  # looked into; the result is to be told
    TOLD = "told"  # the reporter can read the result
    HANDED = "handed"  # an organ outside of the installation has it


class Kind(models.TextChoices):
    REPORT = "report"
    RETALIATION = "retaliation"  # somebody is harmed because they complained


OPEN = (State.RECEIVED, State.ACCEPTED, State.FINISHED)


class Reader(OpenInHouse, Committed):
    """A post that was appointed to read reports at its organisation."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "post_id", "since", "until", "set_by",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    set_by = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["post"], condition=Q(until=None), name="sealed_reader_once")]

    def __str__(self) -> str:
        return self.public_id


class ReaderKey(Committed):
    """The key of whoever holds a reader's post: its public half, and the private one under their passphrase.

    `under_shares`: the private half under the secret that is split between custodians; `needed` of them open it together.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "reader_id", "account_id", "public", "wrapped", "under_shares", "needed", "made_at", "until",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    reader = models.ForeignKey(Reader, on_delete=models.PROTECT, related_name="keys")
    account = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32, editable=False)
    wrapped = models.BinaryField(editable=False)
    under_shares = models.BinaryField(default=b"", editable=False)
    needed = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reader"], condition=Q(until=None), name="sealed_key_once")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"sealed-key:{self.public_id}"


class Report(OpenInHouse, Committed):
    """`organisation`: the desk that has it. `lookup`: what the code leads to; `own`: its data key, sealed to the reporter; empty while
    a reporter with a new code waits until a reader gives it.

    `news`: something came in of which its readers were not told yet. `late`: since which day an answer is owed past its date.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "organisation_id", "seal_number", "lookup", "public", "own", "named", "state", "received_on", "late_on",
        "finished_on", "told_on", "kind",
    )  # fmt: skip
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        (
            "public_id", "organisation_id", "seal_number", "lookup", "public", "own", "named", "state", "received_on", "late_on",
            "finished_on", "told_on",
        ),
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    seal_number = models.CharField(max_length=12, unique=True, editable=False)
    lookup = models.BinaryField(max_length=32, unique=True, editable=False)
    public = models.BinaryField(max_length=32, editable=False)
    own = models.BinaryField(max_length=80, editable=False)
    named = models.BooleanField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REPORT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    received_on = models.DateField()
    late_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    news = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="sealed_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="sealed_kind_known"),
            models.CheckConstraint(condition=~Q(state="told") | Q(told_on__isnull=False), name="sealed_told_when"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"sealed-report:{self.public_id}"

    @property
    def of_harm(self) -> bool:
        return self.kind == Kind.RETALIATION


class Envelope(Committed):
    """A report's data key, sealed to one reader. Empty: that reader recused themself, or it went on to another desk.

    `apart`: the key of what readers alone read, where there is something of that kind; sealed likewise.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("report_id", "key_id", "given", "since", "until", "apart")
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("report_id", "key_id", "given", "since", "until"),
    )

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="envelopes")
    key = models.ForeignKey(ReaderKey, on_delete=models.PROTECT, related_name="envelopes")
    given = models.BinaryField(max_length=80, editable=False)
    apart = models.BinaryField(max_length=80, default=b"", editable=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="sealed_envelope_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(given=b"", apart=b""), name="sealed_envelope_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key_id}"


class Message(Committed):
    """Something that was said, by the reporter or by a reader. What, by which post and with which result is in `sealed`.

    `apart`: under the key that readers alone have (what an office wrote for itself before it was found out what it is about).
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "report_id", "by_reporter", "on", "sealed", "apart")
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("public_id", "report_id", "by_reporter", "on", "sealed"),
    )

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    by_reporter = models.BooleanField()
    apart = models.BooleanField(default=False)
    on = models.DateField()
    sealed = models.BinaryField(editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def binding(self) -> str:
        return f"sealed-message:{self.public_id}"


class SealedFile(Committed):
    """A file; its name, kind and bytes are in `sealed`."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "message_id", "sealed")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    sealed = models.BinaryField(editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def binding(self) -> str:
        return f"sealed-file:{self.public_id}"


class Pointer(Committed):
    """What a desk keeps of a report that it sent on sealed: the day, the number of the seal, to whom; and nothing else."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "report_id",
        "organisation_id",
        "seal_number",
        "to_id",
        "on",
        "outside",
    )
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("report_id", "organisation_id", "seal_number", "to_id", "on"),
    )

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pointers")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    seal_number = models.CharField(max_length=12)
    to = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    outside = models.CharField(max_length=120, blank=True, default="")
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(to=None) & ~Q(outside="")) | (Q(to__isnull=False) & Q(outside="")),
                name="sealed_pointer_one_receiver",
            )
        ]

    def __str__(self) -> str:
        return self.seal_number

    @property
    def receiver(self) -> str:
        return self.to.name if self.to is not None else self.outside


class HandOver(Committed):
    """On its way to an organ outside. `data`: the report, encrypted for that organ, under a key that is not here; gone once it arrived."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "report_id", "organisation_id", "to", "address", "packed_on", "data", "arrived_on", "receipt",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="hand_overs")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True, default="")
    packed_on = models.DateField()
    data = models.BinaryField(editable=False)
    arrived_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(arrived_on=None), name="sealed_one_on_its_way"),
            models.CheckConstraint(
                condition=Q(arrived_on=None) | (Q(data=b"") & ~Q(receipt="")), name="sealed_arrived_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Resealed(Committed):
    """What turned out, in an ordinary case, to be a report about a person: where the words of this concern are now."""

    committed_fields: ClassVar[tuple[str, ...]] = ("concern_id", "report_id", "on", "by")

    concern = models.OneToOneField("cases.Concern", on_delete=models.CASCADE, related_name="resealed")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.report_id}"


class Custodian(Committed):
    """A post that keeps one share of what opens a reader's key. `mark` tells whether typed words are that share."""

    committed_fields: ClassVar[tuple[str, ...]] = ("key_id", "post_id", "mark", "since", "until")

    key = models.ForeignKey(ReaderKey, on_delete=models.PROTECT, related_name="custodians")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=32, editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "post"], condition=Q(until=None), name="sealed_custodian_once")
        ]

    def __str__(self) -> str:
        return f"{self.key_id} {self.post_id}"


class Recovery(Committed):
    """Custodians are asked to open a key together. Their shares come in sealed to `public`; `wrapped`: its private half, under the
    passphrase that the key's own holder has chosen anew. Empty where a colleague asks: then `public` is that reader's own key.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "key_id", "by_id", "public", "wrapped", "reason", "begun_at", "ended_at", "opened",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    key = models.ForeignKey(ReaderKey, on_delete=models.PROTECT, related_name="recoveries")
    by = models.ForeignKey(ReaderKey, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32, editable=False)
    wrapped = models.BinaryField(default=b"", editable=False)
    reason = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    opened = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["key"], condition=Q(ended_at=None), name="sealed_recovery_once")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"sealed-custody:{self.public_id}"


class GivenShare(Committed):
    """A custodian's share, sealed to a recovery; deleted when that ends."""

    committed_fields: ClassVar[tuple[str, ...]] = ("recovery_id", "custodian_id", "given")

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="shares")
    custodian = models.ForeignKey(Custodian, on_delete=models.PROTECT, related_name="+")
    given = models.BinaryField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recovery", "custodian"], name="sealed_share_once")]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.custodian_id}"
