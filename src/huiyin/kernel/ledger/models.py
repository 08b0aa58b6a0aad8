"""What the ledger stores. Entries, leaves, nodes and checkpoints are append-only: `triggers` makes the database refuse the rest."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ids


class Committed(models.Model):
    """A row that states a fact. Every action that changes it passes it to `ledger.record(commits=...)`.

    `committed_fields` names the fields that the commitment covers. When a release changes them, the former tuple is
    appended to `committed_fields_before` (oldest first), so that rows committed under it still verify.
    `hidden:name` is committed to all the same, and can't be read by a person to whom the row is opened (`receipts`): for
    keys of the database, and whatever else is not theirs to know.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ()
    committed_fields_before: ClassVar[tuple[tuple[str, ...], ...]] = ()

    class Meta:
        abstract = True


class Entry(models.Model):
    """One act: who (a post, never a name), what, when, about which thing, and commitments to what it changed."""

    public_id = models.CharField(_("public number"), max_length=12, unique=True)
    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what was done"), max_length=64)
    actor = models.CharField(_("who"), max_length=80)
    about = models.CharField(_("about"), max_length=80, db_index=True)
    # Canonical JSON text, not a JSON column: the hash covers these very bytes, on every engine.
    commitments = models.TextField(_("commitments"))
    leaf_hash = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} {self.public_id}"

    @property
    def events(self) -> list[dict[str, Any]]:
        """`{"row": reference, "digest": hex}` for a commitment, `{"row": reference, "erased": true}` for an erasure."""
        parsed: list[dict[str, Any]] = json.loads(self.commitments)
        return parsed


class Unsequenced(models.Model):
    """An entry that waits for its place in the tree. Written with the entry, removed with its leaf."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="waiting")

    class Meta:
        default_permissions = ()


class Opening(models.Model):
    """The salt that opens the latest commitment to a row. Dropping it (and the row) is an erasure."""

    row = models.CharField(max_length=120, primary_key=True)
    # No database constraint: up to fifteen are written with each public submission; `verify` checks each of them.
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    salt = models.BinaryField(max_length=16)
    field_set = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()


class Leaf(models.Model):
    """A place in the Merkle tree, of an entry or of padding."""

    index = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="leaf")

    class Meta:
        default_permissions = ()


class Node(models.Model):
    """The hash of a full subtree of 256 (level 1), 65,536 (level 2), ... leaves: what a C2SP tile of that level holds."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_node_place")]


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root (C2SP tlog-checkpoint). No two have the same size."""

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    made_at = models.DateTimeField()
    mac = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()


class Carried(Committed):
    """That history from another installation, or from a later state of this one, was taken in with the rows it is about.

    `digest`: SHA-256 over the leaf hashes of its entries in their order. `verifier_key`: the source's, as signed-note writes it.
    """

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "verifier_key", "checkpoint", "entries", "digest", "carried_at",
    )  # fmt: skip

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    verifier_key = models.CharField(max_length=300)
    checkpoint = models.TextField()
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    carried_at = models.DateTimeField()

    class Meta:
        default_permissions = ()


class CarriedEntry(models.Model):
    """An entry of such a history. Rows in its commitments bear the keys that they had there."""

    carried = models.ForeignKey(Carried, on_delete=models.PROTECT, related_name="rows")
    public_id = models.CharField(max_length=12)
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    actor = models.CharField(max_length=80)
    about = models.CharField(max_length=80, db_index=True)
    commitments = models.TextField()
    filling = models.TextField(blank=True)  # what its leaf was made with at the source (`history.Proved`)
    leaf_index = models.BigIntegerField(null=True)
    path = models.TextField(blank=True)  # of the proof, from the leaf up: hex, with spaces between

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["carried", "public_id"], name="ledger_carried_once")]


class Lease(models.Model):
    """The lock on this row is the sequencer's lease: it ends with the transaction that holds it, so a killed worker blocks nobody."""

    name = models.CharField(max_length=32, primary_key=True)

    class Meta:
        default_permissions = ()


class Witness(Committed):
    """Somebody outside who follows the log and co-signs its checkpoints. Trusted because the operator added the key."""

    committed_fields = ("key", "added_at", "removed_at")

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=300, unique=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class Cosignature(Committed):
    """What a witness signed: a checkpoint's text, and the line below it. Append-only: it outlives a log that is rewritten."""

    committed_fields = ("hidden:witness_id", "tree_size", "text", "line", "seen_at", "taken_at")

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    tree_size = models.BigIntegerField(db_index=True)
    text = models.TextField()
    line = models.TextField()
    seen_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["witness", "tree_size"], name="ledger_cosigned_once")]


class Contradiction(Committed):
    """A checkpoint that this log's key signed and that the tree does not go on from. Shown to everybody, for ever. Append-only."""

    committed_fields = ("tree_size", "root", "note", "found_at")

    tree_size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tree_size", "root"], name="ledger_contradiction_once")]
