"""The tree: every leaf, every stored node and every checkpoint, recomputed from the leaves on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel.ledger import signing
from huiyin.kernel.ledger.jobs import checkpoint_bytes
from huiyin.kernel.ledger.merkle import CompactRange
from huiyin.kernel.ledger.models import Checkpoint, Leaf, Node
from huiyin.kernel.ledger.tree import TILE_HEIGHT
from huiyin.kernel.ledger.verification.entries import name
from huiyin.kernel.ledger.verification.findings import Findings
from huiyin.kernel.ledger.verification.scratch import Scratch
from huiyin.kernel.ledger.verification.stored import StoredRow, chunks


@dataclass(frozen=True, slots=True)
class Outcome:
    size: int
    root: bytes
    checkpoints: int


class _Roots:
    """The roots that the tree must have at given sizes: of the stored checkpoints, and of one kept elsewhere."""

    def __init__(self, findings: Findings, kept: signing.Tree | None) -> None:
        self._findings = findings
        self._kept = kept
        self._stored = _checkpoints(findings)
        self._next = next(self._stored, None)
        self.count = 0

    def compare(self, tree: CompactRange) -> None:
        while self._next is not None and self._next[0] <= tree.size:
            size, root = self._next
            if size != tree.size or root != tree.root():
                self._findings.add(_("The checkpoint of tree size %(size)s does not fit the tree.") % {"size": size})
            self.count += 1
            self._next = next(self._stored, None)
        if self._kept is not None and self._kept.size == tree.size:
            if self._kept.root != tree.root():
                self._findings.add(_("The tree does not begin with that of the kept checkpoint."))
            self._kept = None

    def finish(self, tree: CompactRange) -> None:
        sizes = [] if self._kept is None else [self._kept.size]
        while self._next is not None:
            sizes.append(self._next[0])
            self.count += 1
            self._next = next(self._stored, None)
        for size in sizes:
            reason = _("Cut off: a checkpoint of tree size %(size)s exists, but only %(left)s leaves are left.")
            self._findings.add(reason % {"size": size, "left": tree.size})


def check(findings: Findings, scratch: Scratch, kept: signing.Tree | None) -> Outcome:
    """Recompute the tree and compare it with all that was said about it."""
    tree = CompactRange()
    roots = _Roots(findings, kept)
    roots.compare(tree)
    for chunk in chunks(Leaf, ("hash", "entry_id")):
        expected = scratch.lookup("entry", "id", "leaf_hash, public_id", _entry_ids(chunk))
        places = []
        for row in chunk:
            if row.pk != tree.size:
                findings.add(_("Leaf %(index)s is missing from the tree.") % {"index": tree.size})
                return Outcome(tree.size, tree.root(), roots.count)
            places += _check_leaf(findings, row, expected)
            _grow(findings, scratch, tree, bytes(row.values[0]) if row.values else b"")
            roots.compare(tree)
        scratch.many("UPDATE entry SET places = places + 1 WHERE id = ?", places)
    roots.finish(tree)
    _check_nodes(findings, scratch)
    return Outcome(tree.size, tree.root(), roots.count)


def _entry_ids(chunk: list[StoredRow]) -> list[int]:
    return [row.values[1] for row in chunk if row.values is not None and row.values[1] is not None]


def _check_leaf(
    findings: Findings, row: StoredRow, expected: dict[int, tuple[bytes | None, str | None]]
) -> list[tuple[int]]:
    """Answers the entry that has its place here."""
    if row.values is None:
        findings.add(_("Leaf %(index)s holds a value that Huiyin did not write.") % {"index": row.pk})
        return []
    stored, entry_id = row.values
    if entry_id is None:
        if bytes(stored) != signing.padding(row.pk):
            findings.add(_("Leaf %(index)s is no entry's, and not the padding that belongs there.") % {"index": row.pk})
        return []
    if entry_id not in expected:
        reason = _("Leaf %(index)s belongs to entry number %(number)s, which is gone.")
        findings.add(reason % {"index": row.pk, "number": entry_id})
        return []
    leaf, public_id = expected[entry_id]
    if leaf != bytes(stored):
        reason = _("Leaf %(index)s does not fit its %(entry)s.")
        findings.add(reason % {"index": row.pk, "entry": name(entry_id, public_id)})
    return [(entry_id,)]


def _grow(findings: Findings, scratch: Scratch, tree: CompactRange, leaf: bytes) -> None:
    """Append a leaf, and keep the nodes that it completes for the comparison with the stored ones."""
    nodes = [
        (height // TILE_HEIGHT, index, root) for height, index, root in tree.append(leaf) if height % TILE_HEIGHT == 0
    ]
    if nodes:
        scratch.many("INSERT OR REPLACE INTO node (level, place, hash) VALUES (?, ?, ?)", nodes)


def _check_nodes(findings: Findings, scratch: Scratch) -> None:
    for chunk in chunks(Node, ("level", "index", "hash")):
        for row in chunk:
            if row.values is None:
                findings.add(_("Node %(number)s holds a value that Huiyin did not write.") % {"number": row.pk})
                continue
            level, index, stored = row.values
            found = scratch.rows(
                "DELETE FROM node WHERE level = ? AND place = ? RETURNING hash", (level, index)
            ).fetchone()
            if found is None or found[0] != bytes(stored):
                reason = _("Node %(index)s of level %(level)s does not fit the leaves below it.")
                findings.add(reason % {"index": index, "level": level})
    for level, index in scratch.rows("SELECT level, place FROM node ORDER BY level, place LIMIT 1"):
        findings.add(_("Node %(index)s of level %(level)s is missing.") % {"index": index, "level": level})


def _checkpoints(findings: Findings) -> Iterator[tuple[int, bytes]]:
    """(size, root) of each stored checkpoint that is as it was written; the latest one's signature is verified too."""
    latest = ""
    for chunk in chunks(Checkpoint, ("root", "note", "made_at", "mac")):
        for row in chunk:
            note = _check_checkpoint(findings, row)
            if note is not None and row.values is not None:
                latest = note
                yield row.pk, bytes(row.values[0])
    if latest:
        try:
            signing.read(latest)
        except signing.NoteError as error:
            findings.add(_("The latest checkpoint is not valid: %(reason)s") % {"reason": error})


def _check_checkpoint(findings: Findings, row: StoredRow) -> str | None:
    """The note, when the row is as it was written."""
    if row.values is not None:
        root, note, made_at, mac = row.values
        try:
            if signing.mac_holds(checkpoint_bytes(row.pk, bytes(root), note, made_at), bytes(mac)):
                return str(note)
        except (ValueError, TypeError):
            pass  # named below
    findings.add(_("The checkpoint of tree size %(size)s is not as it was written.") % {"size": row.pk})
    return None
