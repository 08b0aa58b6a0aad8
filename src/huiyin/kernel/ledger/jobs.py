"""The sequencer: gives waiting entries their place in the tree, and signs a checkpoint on a fixed schedule.

The schedule, and the padding of each batch to a multiple of 16, keep the public log from telling that something was
filed: every checkpoint follows at least one batch, also when nothing happened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import SystemRandom

from django.conf import settings

from huiyin.kernel import store, time
from huiyin.kernel.ledger import canonical, signing, tree
from huiyin.kernel.ledger.merkle import CompactRange
from huiyin.kernel.ledger.models import Checkpoint, Lease, Unsequenced

BATCH = 256  # entries in one transaction; keeps it well under 50 ms
PADDED_TO = 16
LEASE = "sequencer"
_CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What one call did: entries placed, padding leaves added, and whether a checkpoint was signed."""

    entries: int = 0
    padding: int = 0
    checkpoint: bool = False

    def __bool__(self) -> bool:
        return bool(self.entries or self.padding)


def run() -> int:
    """One batch, for the worker; answers how many leaves were added. Any number of workers may run it at once."""
    done = run_once(time.now())
    return done.entries + done.padding


def run_once(now: dt.datetime) -> Sequenced:
    """One batch, if a checkpoint is due or so many entries wait that they fill one; else nothing, and no lock is taken."""
    waiting = Unsequenced.objects.order_by("pk")[:BATCH].count()
    if waiting < BATCH and not checkpoint_due(now):
        return Sequenced()
    return _sequence(now, partial_batches=False)


def sequence_now() -> Sequenced:
    """Place all that waits: for a command that wrote, before it exits. Signs a checkpoint only when one is due anyway."""
    entries = padding = 0
    checkpoint = False
    while Unsequenced.objects.exists():
        done = _sequence(time.now(), partial_batches=True)
        entries, padding = entries + done.entries, padding + done.padding
        checkpoint = checkpoint or done.checkpoint
    return Sequenced(entries, padding, checkpoint)


def checkpoint_due(now: dt.datetime) -> bool:
    """Whether a moment of the schedule has passed since the last checkpoint. The moments are those of the clock, never of events."""
    last = Checkpoint.objects.order_by("-tree_size").values_list("made_at", flat=True).first()
    if last is None:
        return True
    seconds: int = settings.LEDGER_CHECKPOINT_SECONDS
    return now.timestamp() // seconds > last.timestamp() // seconds


def _sequence(now: dt.datetime, *, partial_batches: bool) -> Sequenced:
    with store.write():
        _take_lease()
        # By the queue, never by "greater than the last": on PostgreSQL an entry with a smaller number may commit later.
        waiting = list(Unsequenced.objects.order_by("pk").values_list("entry_id", "entry__leaf_hash")[: BATCH + 1])
        batch, more = waiting[:BATCH], len(waiting) > BATCH
        due = checkpoint_due(now)
        if not due and not (partial_batches and batch) and len(batch) < BATCH:
            return Sequenced()  # another worker was faster
        stored = tree.compact_range(0, tree.size())
        padding = _append_padded(stored, [(bytes(leaf), entry_id) for entry_id, leaf in batch])
        Unsequenced.objects.filter(pk__in=[entry_id for entry_id, _ in batch]).delete()
        if due and not more:
            _sign(stored, now)
        return Sequenced(len(batch), padding, checkpoint=due and not more)


def _take_lease() -> None:
    """Wait until no other sequencer is at work; on SQLite the write lock has seen to that already."""
    Lease.objects.bulk_create([Lease(name=LEASE)], ignore_conflicts=True)
    Lease.objects.select_for_update().get(name=LEASE)


def _append_padded(stored: CompactRange, batch: list[tuple[bytes, int]]) -> int:
    """Append the batch and its padding; answers the number of padding leaves. An empty batch is all padding."""
    missing = -(stored.size + len(batch)) % PADDED_TO
    if not batch and not missing:
        missing = PADDED_TO
    first, total = stored.size, len(batch) + missing
    leaves: list[tuple[bytes, int | None]] = [(signing.padding(first + place), None) for place in range(total)]
    # Anywhere among the padding: the place of one's own entry must not tell how many others there were.
    for place, leaf in zip(_CHANCE.sample(range(total), len(batch)), batch, strict=True):
        leaves[place] = leaf
    tree.append(stored, leaves)
    return missing


def _sign(stored: CompactRange, now: dt.datetime) -> None:
    root = stored.root()
    note = signing.sign(stored.size, root)
    content = checkpoint_bytes(stored.size, root, note, now)
    Checkpoint.objects.create(tree_size=stored.size, root=root, note=note, made_at=now, mac=signing.mac(content))


def checkpoint_bytes(tree_size: int, root: bytes, note: str, made_at: dt.datetime) -> bytes:
    """The bytes that a checkpoint's MAC covers."""
    fields = {"made_at": canonical.moment(made_at), "note": note, "root": root.hex(), "tree_size": tree_size}
    return canonical.to_json(fields).encode()
