"""Those outside who watch the log: whose keys are trusted, what they co-signed, and checkpoints that the tree contradicts.

Nothing here fetches anything: an operator brings a text, or somebody hands it in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import SystemRandom

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger import notes, queries, recording, signing, tree
from huiyin.kernel.ledger.models import Checkpoint, Contradiction, Cosignature, Witness

OPERATOR, VISITOR, MACHINE = "system:command", "visitor", "system:ledger"
NEWEST, DRAWN = 3, 20
_CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a checkpoint that was handed in brought: witnesses whose line is kept now, or a contradiction."""

    witnesses: tuple[str, ...] = ()
    contradiction: bool = False


def add_witness(*, key: str) -> Witness:
    """Trust a witness's key. `BadInput` for what is no witness's key, or is trusted already."""
    remedy = _("Give the witness's verifier key: one line, name+hash+base64, of a key for co-signatures.")
    try:
        found = notes.read_key(key)
    except notes.NoteError as error:
        raise BadInput("key", error, remedy) from error
    if found.kind != notes.WITNESS:
        raise BadInput("key", _("This is the key of a log, not of a witness."), remedy)
    at = time.now()
    with store.write():
        row, new = Witness.objects.get_or_create(key=str(found), defaults={"name": found.name, "added_at": at})
        if not new and row.removed_at is None:
            raise BadInput("key", _("This key is trusted already."), _("There is nothing to do."))
        row.removed_at = None
        row.save()
        recording.record(verb="ledger.witness-add", actor=OPERATOR, about="ledger", at=at, commits=[row])
    return row


def remove_witness(*, name: str) -> None:
    """Trust the keys of this name no longer. What they signed stays. `BadInput` where there is none."""
    at = time.now()
    with store.write():
        rows = list(Witness.objects.filter(name=name, removed_at=None))
        if not rows:
            raise BadInput(
                "name", _("No witness of this name is trusted."), _("`huiyin ledger witness list` names them.")
            )
        for row in rows:
            row.removed_at = at
            row.save()
        recording.record(verb="ledger.witness-remove", actor=OPERATOR, about="ledger", at=at, commits=rows)


def take(*, note: str, actor: str = OPERATOR) -> Taken:
    """Keep what a checkpoint of this log tells that was brought from elsewhere.

    Lines of trusted witnesses are kept with it. One that the log's key signed and that the tree does not go on from is kept
    as a contradiction. `BadInput` for what this log did not sign. Brought twice, it changes nothing.
    """
    remedy = _("Give a checkpoint of this log, with its own signature and those of the witnesses below.")
    try:
        stated, read = signing.read(note), notes.read(note)
    except notes.NoteError as error:
        raise BadInput("checkpoint", error, remedy) from error
    with store.write():
        if not fits(stated):
            return Taken(contradiction=_contradicted(stated, note, actor))
        at = time.now()
        rows = [row for row in _cosigned(read, stated, at) if row is not None]
        if rows:
            recording.record(verb="ledger.cosign", actor=actor, about="ledger", at=at, commits=rows)
        return Taken(tuple(row.witness.name for row in rows))


def check_own() -> int:
    """A job: the newest checkpoints and some drawn from all against the tree; answers how many contradictions are new."""
    sizes = list(Checkpoint.objects.order_by("-tree_size").values_list("tree_size", flat=True))
    chosen = [*sizes[:NEWEST], *_CHANCE.sample(sizes[NEWEST:], min(DRAWN, len(sizes[NEWEST:])))]
    found = 0
    for checkpoint in Checkpoint.objects.filter(tree_size__in=chosen):
        stated = _stated(checkpoint.note)
        if stated is not None and not fits(stated):
            with store.write():
                found += _contradicted(stated, checkpoint.note, MACHINE)
    return found


def fits(stated: notes.Tree) -> bool:
    """Whether the tree, as it is now, begins with this one."""
    return stated.size <= tree.size() and tree.subtree(0, stated.size) == stated.root


def _stated(note: str) -> notes.Tree | None:
    try:
        return signing.read(note)
    except notes.NoteError:
        return None  # altered in the database: `verify` names it; nobody signed this


def _contradicted(stated: notes.Tree, note: str, actor: str) -> bool:
    at = time.now()
    row, new = Contradiction.objects.get_or_create(
        tree_size=stated.size, root=stated.root.hex(), defaults={"note": note, "found_at": at}
    )
    if new:
        recording.record(verb="ledger.contradiction", actor=actor, about="ledger", at=at, commits=[row])
    return True


def _cosigned(read: notes.Note, stated: notes.Tree, at: dt.datetime) -> list[Cosignature | None]:
    if queries.published(stated.size) is None:
        return []
    return [_keep(witness, read, stated, at) for witness in Witness.objects.filter(removed_at=None)]


def _keep(witness: Witness, read: notes.Note, stated: notes.Tree, at: dt.datetime) -> Cosignature | None:
    key = notes.read_key(witness.key)
    moment = notes.cosigned_at(read, key)
    if moment is None or moment > at.timestamp() + 24 * 3600:
        return None
    line = next(one.line() for one in read.signatures if (one.name, one.key_id) == (key.name, key.id))
    row, new = Cosignature.objects.get_or_create(
        witness=witness,
        tree_size=stated.size,
        defaults={
            "text": read.text, "line": line, "seen_at": dt.datetime.fromtimestamp(moment, dt.UTC), "taken_at": at,
        },
    )  # fmt: skip
    return row if new else None
