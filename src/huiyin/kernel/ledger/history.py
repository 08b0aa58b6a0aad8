"""History that came from another installation, or from a later state of this one, with the rows that it is about.

Its entries are not this ledger's: they have no place in its tree and name rows by the keys that they had there. Each is
proved against a checkpoint that the source signed; that this history was taken in, with which entries and under which key
of the source, is a committed row here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.kernel import store
from huiyin.kernel.ledger import canonical, leaves, merkle, notes, signing, tree
from huiyin.kernel.ledger.models import Carried, CarriedEntry, Entry, Leaf

if TYPE_CHECKING:
    from huiyin.kernel.ledger.verification.findings import Findings

CHUNK = 500
MALFORMED = (ValueError, TypeError, KeyError)  # what is no hex, no JSON, or not of that form: nothing that Huiyin wrote


@dataclass(frozen=True, slots=True)
class Proved:
    """An entry as it is written out. `index` and `path`: its place in the tree of the checkpoint; None and empty without one.

    `filling`: what its leaf was made with besides, as hex, which only the source's key makes; "" for an entry of a former
    release, whose leaf is its plain bytes (`leaves`).
    """

    public_id: str
    at: str
    verb: str
    actor: str
    about: str
    commitments: str
    filling: str
    index: int | None
    path: tuple[str, ...]

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    @property
    def leaf(self) -> bytes:
        entry = Entry(
            public_id=self.public_id,
            at=self.moment,
            verb=self.verb,
            actor=self.actor,
            about=self.about,
            commitments=self.commitments,
        )
        plain = leaves.plain_of(entry)
        if not self.filling:
            return merkle.leaf_hash(plain)
        return merkle.leaf_hash(leaves.filled(entry, plain, leaves.digests_of(entry), bytes.fromhex(self.filling)))

    def holds(self, stated: signing.Tree) -> bool:
        """Whether the path leads to the checkpoint's root; an entry without a path proves nothing by itself."""
        if self.index is None:
            return False
        try:
            path = [bytes.fromhex(step) for step in self.path]
            return merkle.inclusion_holds(self.leaf, self.index, stated.size, path, stated.root)
        except MALFORMED:
            return False


def signed_now() -> str:
    """A checkpoint of the tree as it stands in this moment of the database, for whoever is given proofs; not published."""
    size = tree.size()
    return signing.sign(size, tree.subtree(0, size))


def proved(entries: Sequence[Entry], size: int) -> Iterator[Proved]:
    """Entries with their proofs in the tree of `size`."""
    places = dict(Leaf.objects.filter(entry__in=entries).values_list("entry_id", "index"))
    for entry in entries:
        index = places.get(entry.pk)
        path = merkle.inclusion_proof(index, size, tree.subtree) if index is not None and index < size else []
        yield Proved(
            entry.public_id,
            canonical.moment(entry.at),
            entry.verb,
            entry.actor,
            entry.about,
            entry.commitments,
            leaves.filling_of(entry).hex(),
            index if index is not None and index < size else None,
            tuple(step.hex() for step in path),
        )


def carry(entries: Iterable[Proved], *, verifier_key: str, checkpoint: str, at: dt.datetime) -> Carried:
    """Part of an action, which commits the row."""
    store.require_write()
    kept = list(entries)
    carried = Carried.objects.create(
        verifier_key=verifier_key,
        checkpoint=checkpoint,
        entries=len(kept),
        digest=_digest(one.leaf for one in kept),
        carried_at=at,
    )
    CarriedEntry.objects.bulk_create(
        [
            CarriedEntry(
                carried=carried,
                public_id=one.public_id,
                at=one.moment,
                verb=one.verb,
                actor=one.actor,
                about=one.about,
                commitments=one.commitments,
                filling=one.filling,
                leaf_index=one.index,
                path=" ".join(one.path),
            )
            for one in kept
        ],
        batch_size=CHUNK,
    )
    return carried


def stated_by(verifier_key: str, checkpoint: str) -> signing.Tree:
    """The tree of a checkpoint that the holder of that key signed. Raises `NoteError`."""
    return notes.checkpoint(checkpoint, notes.read_key(verifier_key))


def check(findings: Findings) -> None:
    """Every history that was taken in: its entries are those that were, and each has its proof."""
    for carried in Carried.objects.order_by("pk"):
        try:
            stated = stated_by(carried.verifier_key, carried.checkpoint)
        except signing.NoteError as error:
            findings.add(_("History %(name)s: %(reason)s.") % {"name": carried.public_id, "reason": error})
            continue
        leaves = [_checked(findings, carried, row, stated) for row in _rows(carried)]
        if len(leaves) != carried.entries or not hmac.compare_digest(_digest(leaves), carried.digest):
            reason = _("its entries are not those that were taken in")
            findings.add(_("History %(name)s: %(reason)s.") % {"name": carried.public_id, "reason": reason})


def _rows(carried: Carried) -> Iterator[CarriedEntry]:
    return CarriedEntry.objects.filter(carried=carried).order_by("pk").iterator(CHUNK)


def _checked(findings: Findings, carried: Carried, row: CarriedEntry, stated: signing.Tree) -> bytes:
    one = Proved(
        row.public_id,
        canonical.moment(row.at),
        row.verb,
        row.actor,
        row.about,
        row.commitments,
        row.filling,
        row.leaf_index,
        tuple(row.path.split()),
    )
    if one.index is not None and not one.holds(stated):
        reason = _("entry %(public_id)s has no proof that holds") % {"public_id": row.public_id}
        findings.add(_("History %(name)s: %(reason)s.") % {"name": carried.public_id, "reason": reason})
    try:
        return one.leaf
    except MALFORMED:
        return b""  # which the digest over all names


def _digest(leaves: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for leaf in leaves:
        digest.update(leaf)
    return digest.hexdigest()
