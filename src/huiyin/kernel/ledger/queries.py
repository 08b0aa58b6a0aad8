"""Proofs that anybody can check without trusting the office: an entry is in the tree, a tree begins with an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel.ledger import merkle, signing, tree
from huiyin.kernel.ledger.models import Checkpoint, Entry, Leaf


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


def inclusion(entry: Entry) -> Inclusion | None:
    """The proof against the latest checkpoint; None while none covers the entry."""
    leaf = Leaf.objects.filter(entry=entry).first()
    checkpoint = latest_checkpoint()
    if leaf is None or checkpoint is None or leaf.index >= checkpoint.tree_size:
        return None
    path = merkle.inclusion_proof(leaf.index, checkpoint.tree_size, tree.subtree)
    return Inclusion(leaf.index, bytes(leaf.hash), tuple(path), checkpoint.note)


def consistency_holds(old: signing.Tree, new: signing.Tree) -> bool:
    """Whether the stored tree proves that `new` begins with `old`."""
    proof = merkle.consistency_proof(old.size, new.size, tree.subtree)
    return merkle.consistency_holds(old.size, new.size, old.root, new.root, proof)


def latest_checkpoint() -> Checkpoint | None:
    """The newest one; None before the first."""
    return Checkpoint.objects.order_by("-tree_size").first()
