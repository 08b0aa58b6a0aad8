"""Whether a receipt holds: by itself, against checkpoints kept elsewhere, under witnesses. Pure: no installation, no network.

Another program that does the same in a browser is `verifier/check.html`; a third, not ours, in the tests (Go's `sumdb`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from huiyin.kernel.ledger import merkle, notes
from huiyin.kernel.ledger.notes import Key, NoteError, Tree

from .reading import Link, Opened, Part, Receipt, Unusable, link, tree


class Fault(StrEnum):
    """What does not hold."""

    KEY = "key"  # the file names another log key than the one that was given
    LEAF = "leaf"  # a leaf that is none
    OPENING = "opening"  # what was opened is not what was committed to
    SIGNATURE = "signature"  # a checkpoint that the log's key did not sign
    INCLUSION = "inclusion"  # the proof does not lead to the checkpoint
    FORKED = "forked"  # two checkpoints of the log contradict each other
    NOT_YET = "not-yet"  # no proof in it: the log had not published it when the file was made


@dataclass(frozen=True, slots=True)
class Found:
    """One fault: `place` says where in the file."""

    fault: Fault
    place: str


@dataclass(frozen=True, slots=True)
class Date:
    """A date that the office gave, as it was recorded at `at`. `title`: language -> words; `due_on`, `due_at` as written."""

    title: dict[str, str]
    due_on: str
    due_at: str
    status: str
    at: str


@dataclass(slots=True)
class Verdict:
    """`registered`: the fields of the registration as they were recorded, at `recorded_at`; empty where none was opened.

    `fingerprint`: the leaf hash of its entry, as hex: what stands on the paper slip. `leaves`: of every entry.
    """

    origin: str = ""
    registered: dict[str, Any] = field(default_factory=dict)
    recorded_at: str = ""
    fingerprint: str = ""
    dates: list[Date] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    trees: dict[int, bytes] = field(default_factory=dict)
    witnessed: dict[str, int] = field(default_factory=dict)
    faults: list[Found] = field(default_factory=list)
    unlinked: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults and not self.unlinked


def verify(
    receipt: Receipt, *, key: Key | None = None, kept: Sequence[str] = (), witnesses: Sequence[Key] = ()
) -> Verdict:
    """`key`: the log's, from elsewhere than the file; `kept`: checkpoints, or checkpoints with a proof of consistency, as texts.

    `unlinked` of the answer: sizes of kept checkpoints that nothing joins to those of the receipt. Raises `Unusable`.
    """
    stated = _key(receipt.key, "key")
    verdict = Verdict(origin=stated.name)
    if key is not None and key != stated:
        verdict.faults.append(Found(Fault.KEY, "key"))
    trusted = key or stated
    for number, part in enumerate(receipt.parts):
        _check_part(verdict, part, f"entries[{number}]", trusted, witnesses)
    if kept:
        _compare(verdict, kept, trusted)
    return verdict


def _key(written: str, place: str) -> Key:
    try:
        found = notes.read_key(written)
    except NoteError as error:
        raise Unusable(place) from error
    if found.kind != notes.LOG:
        raise Unusable(place)
    return found


def _check_part(verdict: Verdict, part: Part, place: str, key: Key, witnesses: Sequence[Key]) -> None:
    leaf = merkle.leaf_hash(part.leaf.encode())
    verdict.leaves.append(leaf.hex())
    _check_openings(verdict, part, place)
    if part.proof is None:
        verdict.faults.append(Found(Fault.NOT_YET, place))
        return
    try:
        stated = notes.checkpoint(part.proof.checkpoint, key)
    except NoteError:
        verdict.faults.append(Found(Fault.SIGNATURE, place))
        return
    if not merkle.inclusion_holds(leaf, part.proof.index, stated.size, part.proof.path, stated.root):
        verdict.faults.append(Found(Fault.INCLUSION, place))
        return
    _add_tree(verdict, stated, place)
    note = notes.read(part.proof.checkpoint)
    for witness in witnesses:
        moment = notes.cosigned_at(note, witness)
        if moment is not None:
            verdict.witnessed[witness.name] = max(moment, verdict.witnessed.get(witness.name, 0))


def _check_openings(verdict: Verdict, part: Part, place: str) -> None:
    try:
        leaf = json.loads(part.leaf)
        at, act, digests = leaf["at"], leaf["act"], frozenset(leaf["rows"])
    except (ValueError, RecursionError, KeyError, TypeError):
        verdict.faults.append(Found(Fault.LEAF, place))
        return
    if part.act is not None and digest(part.act) != act:
        verdict.faults.append(Found(Fault.OPENING, f"{place}.act"))
    for number, row in enumerate(part.rows):
        if digest(row) not in digests:
            verdict.faults.append(Found(Fault.OPENING, f"{place}.rows[{number}]"))
        else:
            _take(verdict, row, str(at))


def digest(opened: Opened) -> str:
    """How what is opened stands in a leaf, as hex."""
    return hashlib.sha256(opened.salt + opened.text.encode()).hexdigest()


def _take(verdict: Verdict, row: Opened, at: str) -> None:
    """What a row says: a registration and a date are told by their fields."""
    try:
        fields = json.loads(row.text)
    except (ValueError, RecursionError):
        return
    if not isinstance(fields, dict):
        return
    if {"text", "received_at", "channel"} <= fields.keys():
        verdict.registered, verdict.recorded_at, verdict.fingerprint = fields, at, verdict.leaves[-1]
    elif {"due_on", "due_at", "title", "status"} <= fields.keys() and isinstance(fields["title"], dict):
        words = {str(name): str(text) for name, text in fields["title"].items()}
        verdict.dates.append(
            Date(words, str(fields["due_on"]), str(fields["due_at"]), str(fields["status"]), at),
        )


def _add_tree(verdict: Verdict, stated: Tree, place: str) -> None:
    if verdict.trees.setdefault(stated.size, stated.root) != stated.root:
        verdict.faults.append(Found(Fault.FORKED, place))


def _compare(verdict: Verdict, kept: Iterable[str], key: Key) -> None:
    """Every kept checkpoint must be joined to the receipt's: by its size, or by proofs of consistency from one to the other."""
    joined, links, given = set(verdict.trees), [], set()
    for number, written in enumerate(kept):
        place = f"checkpoint[{number}]"
        found, checkpoint = link(written, place)
        tree(checkpoint, place)
        try:
            stated = notes.checkpoint(checkpoint, key)
        except NoteError:
            verdict.faults.append(Found(Fault.SIGNATURE, place))
            continue
        given.add(stated.size)
        _add_tree(verdict, stated, place)
        if found is not None and found.old:
            links.append((place, found))
    waiting = links
    while waiting:
        ready = [one for one in waiting if _ends(one[1]) & joined and one[1].old in verdict.trees]
        if not ready:
            break
        for place, one in ready:
            if not merkle.consistency_holds(one.old, one.new.size, verdict.trees[one.old], one.new.root, one.path):
                verdict.faults.append(Found(Fault.FORKED, place))
            joined |= _ends(one)
        waiting = [one for one in waiting if one not in ready]
    verdict.unlinked = tuple(sorted(given - joined))


def _ends(one: Link) -> set[int]:
    return {one.old, one.new.size}
