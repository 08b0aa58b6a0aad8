"""Who reports, under a key of its own that no reader opens alone, and each time two of them opened it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger import Committed
from huiyin.organisations.models.two_hands import second_person


class SealedName(Committed):
    """Name and contact of a reporter. `own`: its key, sealed to the reporter; empty while a new code waits, as `Report.own` is."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "report_id", "sealed", "own")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    report = models.OneToOneField("confidential.Report", on_delete=models.CASCADE, related_name="name")
    sealed = models.BinaryField(editable=False)
    own = models.BinaryField(max_length=80, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def binding(self) -> str:
        return f"sealed-name:{self.public_id}"


class NamePart(Committed):
    """The key of a name under two layers: the outer one opens with `key`, the inner one with `other`.

    Without `other` the inner one is the installation's: by it a name is handed on to other readers, and shown to nobody.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("name_id", "key_id", "other_id", "given")

    name = models.ForeignKey(SealedName, on_delete=models.CASCADE, related_name="parts")
    key = models.ForeignKey("confidential.ReaderKey", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("confidential.ReaderKey", null=True, on_delete=models.PROTECT, related_name="+")
    given = models.BinaryField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "key", "other"], name="sealed_name_part_once"),
            models.UniqueConstraint(fields=["name", "key"], condition=Q(other=None), name="sealed_name_on_once"),
            models.CheckConstraint(condition=Q(other=None) | ~Q(other=F("key")), name="sealed_name_two_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.name_id} {self.key_id} {self.other_id}"


class NameOpening(Committed):
    """A reader asks to open a name, and a second person adds their part. For what is in `message`, sealed as all that is said.

    `given`: the key of the name, sealed to who asked; `second_given`: to who added, where they read it. Both are gone after that day.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "name_id", "message_id", "by_id", "by_key_id", "asked_on", "second_id", "second_key_id", "opened_on",
        "ended_on", "given", "second_given",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    name = models.ForeignKey(SealedName, on_delete=models.CASCADE, related_name="openings")
    message = models.ForeignKey("confidential.Message", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    by_key = models.ForeignKey("confidential.ReaderKey", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    second = models.ForeignKey("organisations.Account", null=True, on_delete=models.PROTECT, related_name="+")
    second_key = models.ForeignKey("confidential.ReaderKey", null=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    given = models.BinaryField(max_length=80, default=b"", editable=False)
    second_given = models.BinaryField(max_length=80, default=b"", editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            second_person("by", "second", "sealed_name_by_two_people"),
            second_person("by_key", "second_key", "sealed_name_by_two_keys"),
            models.CheckConstraint(
                condition=Q(second=None, second_key=None, opened_on=None, given=b"", second_given=b"")
                | Q(second__isnull=False, second_key__isnull=False, opened_on__isnull=False),
                name="sealed_name_opened_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(given=b"", second_given=b""), name="sealed_name_ended_is_empty"
            ),
            models.UniqueConstraint(fields=["name"], condition=Q(ended_on=None), name="sealed_name_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.public_id


class NameAsk(Committed):
    """What waits for one who may be the second: the key of the name and the purpose, each sealed to `key`. Deleted once it is over."""

    committed_fields: ClassVar[tuple[str, ...]] = ("opening_id", "key_id", "part", "purpose")

    opening = models.ForeignKey(NameOpening, on_delete=models.CASCADE, related_name="asks")
    key = models.ForeignKey("confidential.ReaderKey", on_delete=models.PROTECT, related_name="+")
    part = models.BinaryField(max_length=80, editable=False)
    purpose = models.BinaryField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["opening", "key"], name="sealed_name_asked_once")]

    def __str__(self) -> str:
        return f"{self.opening_id} {self.key_id}"
