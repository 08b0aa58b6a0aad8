"""Proofs that anybody can check without trusting the office: an entry is in the tree, a tree begins with an earlier one.

Only what is under a published checkpoint is ever told: what waits, or was placed since, is not there yet.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.ledger import leaves, merkle, notes, signing, tree
from huiyin.kernel.ledger.models import Checkpoint, Committed, Contradiction, Cosignature, Entry, Leaf, Opening, Witness
from huiyin.kernel.ledger.recording import row_reference

PROOF = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a leaf is in the tree of a signed checkpoint."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]
    checkpoint: str

    def holds(self) -> bool:
        """Whether the path leads to the root that the checkpoint states. Raises `NoteError` for a forged one."""
        stated = signing.read(self.checkpoint)
        return merkle.inclusion_holds(self.leaf, self.index, stated.size, self.path, stated.root)

    def text(self) -> str:
        """As a text that other tools take (https://c2sp.org/tlog-proof)."""
        return f"{PROOF}\nindex {self.index}\n{_lines(self.path)}\n{self.checkpoint}"


def inclusion(entry: Entry) -> Inclusion | None:
    """The proof against the latest checkpoint; None while none covers the entry."""
    leaf = Leaf.objects.filter(entry=entry).first()
    return None if leaf is None else _inclusion(leaf)


def inclusion_at(index: int, size: int) -> Inclusion | None:
    """The proof of the leaf at a place, in the tree of a published checkpoint; None where there is no such checkpoint or place."""
    checkpoint = published(size)
    if checkpoint is None or not 0 <= index < size:
        return None
    return _inclusion(Leaf.objects.get(index=index), checkpoint)


def _inclusion(leaf: Leaf, under: Checkpoint | None = None) -> Inclusion | None:
    checkpoint = under or latest_checkpoint()
    if checkpoint is None or leaf.index >= checkpoint.tree_size:
        return None
    path = merkle.inclusion_proof(leaf.index, checkpoint.tree_size, tree.subtree)
    return Inclusion(leaf.index, bytes(leaf.hash), tuple(path), cosigned(checkpoint))


def consistency(old: int, new: Checkpoint) -> str | None:
    """That the tree of `new` begins with the published one of `old` leaves; None where none was.

    A text in the form in which logs tell their witnesses (https://c2sp.org/tlog-witness, add-checkpoint).
    """
    if old > new.tree_size or published(old) is None:
        return None
    return consistency_text(old, new)


def consistency_text(old: int, new: Checkpoint) -> str:
    """The same for any earlier size; 0 for a witness that knows nothing yet."""
    path = merkle.consistency_proof(old, new.tree_size, tree.subtree) if old else []
    return f"old {old}\n{_lines(path)}\n{cosigned(new)}"


def consistency_holds(old: signing.Tree, new: signing.Tree) -> bool:
    """Whether the stored tree proves that `new` begins with `old`."""
    proof = merkle.consistency_proof(old.size, new.size, tree.subtree)
    return merkle.consistency_holds(old.size, new.size, old.root, new.root, proof)


def fingerprint(row: Committed) -> str:
    """The leaf hash of the entry that opens a row, as people compare it; "" where it may not be shown."""
    opening = Opening.objects.select_related("entry").filter(pk=row_reference(row)).first()
    return leaves.grouped(bytes(opening.entry.leaf_hash)) if opening and leaves.opens(opening.entry) else ""


def latest_checkpoint() -> Checkpoint | None:
    """The newest one; None before the first."""
    return Checkpoint.objects.order_by("-tree_size").first()


def cosigned(checkpoint: Checkpoint) -> str:
    """The checkpoint with the lines of the trusted witnesses who co-signed it."""
    lines = Cosignature.objects.filter(tree_size=checkpoint.tree_size, witness__removed_at=None).order_by("witness_id")
    return checkpoint.note + "".join(lines.values_list("line", flat=True)[: notes.MOST_SIGNATURES - 1])


def published(size: int) -> Checkpoint | None:
    """The checkpoint of a size; None where none was signed at it."""
    return Checkpoint.objects.filter(tree_size=size).first() if 0 < size < 1 << 63 else None


def _lines(hashes: Sequence[bytes]) -> str:
    return "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A trusted witness and what it signed last; None where it has signed nothing yet."""

    name: str
    key: str
    tree_size: int | None
    seen_at: dt.datetime | None


def witnesses() -> list[WitnessLine]:
    """Those that are trusted, the oldest first."""
    found = []
    for row in Witness.objects.filter(removed_at=None).order_by("pk"):
        last = row.cosignatures.order_by("-tree_size").first()
        size, seen_at = (last.tree_size, last.seen_at) if last else (None, None)
        found.append(WitnessLine(row.name, row.key, size, seen_at))
    return found


def asked_of(name: str) -> str | None:
    """What a witness is asked with: the newest checkpoint, and that it goes on from the one that it signed last."""
    checkpoint = latest_checkpoint()
    line = next((one for one in witnesses() if one.name == name), None)
    if checkpoint is None or line is None:
        return None
    return consistency_text(line.tree_size or 0, checkpoint)


def contradictions() -> list[Contradiction]:
    """Checkpoints of this log that the tree does not go on from, the newest found first; at most a page of them."""
    return list(Contradiction.objects.order_by("-found_at")[:20])


def newest_stated() -> list[str]:
    """Checkpoints to hold against the tree at any moment: the two newest, and the newest that each witness signed."""
    own = list(Checkpoint.objects.order_by("-tree_size").values_list("note", flat=True)[:2])
    signed = Cosignature.objects.order_by("-tree_size").values_list("text", "line")[:4]
    return [*own, *(f"{text}\n{line}" for text, line in signed)]
