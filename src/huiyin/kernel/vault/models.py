"""Sealed identities, sealed texts, and the record of every opening. Nothing here can be searched by person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiyin.kernel import ids
from huiyin.kernel.ledger.models import Committed


class SealedIdentity(Committed):
    """One person's identity in ONE concern. Never shared: the same person in two concerns is two unrelated rows."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "about",
        "kept",
        "ciphertext",
        "wrapped_key",
        "sealed_at",
        "erased_at",
    )

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    about = models.CharField(max_length=64, db_index=True)
    # Which fields hold something, so that a page can say "a telephone number is kept" and open nothing.
    kept = models.JSONField(default=list)
    # By which channels an address was shown to be the person's own (`AddressProof`); nothing else goes out by the others.
    proven = models.JSONField(default=list)
    ciphertext = models.BinaryField()
    wrapped_key = models.BinaryField()
    sealed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_identity_holds_no_key",
                condition=models.Q(erased_at__isnull=True) | models.Q(wrapped_key=b"", ciphertext=b""),
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"vault:{self.public_id}"


class IdentityOpening(Committed):
    """Somebody looked. The person concerned is shown this row whole."""

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id",
        "sealed",
        "actor",
        "actor_label",
        "purpose",
        "fields",
        "at",
    )

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    sealed = models.ForeignKey(SealedIdentity, on_delete=models.PROTECT, related_name="openings")
    actor = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)  # the post's title at that time, never a staff member's name
    purpose = models.CharField(max_length=500)
    fields = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(name="opening_has_purpose", condition=~models.Q(purpose=""))]

    def __str__(self) -> str:
        return self.public_id


class AddressProof(Committed):
    """A code went to an address; who types it back reads there. The code is a keyed digest; the address is in the vault alone."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "sealed", "channel", "asked_at", "proven_at")

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    sealed = models.ForeignKey(SealedIdentity, on_delete=models.PROTECT, related_name="proofs")
    channel = models.CharField(max_length=16)
    digest = models.BinaryField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # another one took its place, or the address was changed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sealed", "channel"],
                condition=models.Q(proven_at__isnull=True, ended_at__isnull=True),
                name="one_open_proof",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reference(self) -> str:
        return f"proof:{self.public_id}"


class CaseKey(models.Model):
    """The data key of one sealed case: dropping it erases every sealed text of that case."""

    about = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField()

    def __str__(self) -> str:
        return self.about


class AdoptedKey(Committed):
    """A sub-key of another installation: what was given out under it is known here too. Wrapped like a data key."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "purpose", "origin", "wrapped_key", "adopted_at")

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    purpose = models.CharField(max_length=40)
    origin = models.CharField(max_length=200)  # the ledger of the other installation
    wrapped_key = models.BinaryField()
    adopted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id

    @property
    def bound_to(self) -> str:
        return f"adopted:{self.public_id}"


class SealedText(Committed):
    """A text of a sealed kind: no index, list or log sees it."""

    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "case_key", "ciphertext", "sealed_at")

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, related_name="texts")
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id
