"""Entries: each one's hash and MAC from its own bytes, and its one place, in the tree or in the queue."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.ledger import canonical, leaves, signing
from huiyin.kernel.ledger.merkle import leaf_hash
from huiyin.kernel.ledger.models import Entry, Unsequenced
from huiyin.kernel.ledger.verification.findings import Findings
from huiyin.kernel.ledger.verification.scratch import Scratch
from huiyin.kernel.ledger.verification.stored import StoredRow, chunks

FIELDS = ("public_id", "at", "verb", "actor", "about", "commitments", "leaf_hash", "mac")
Event = tuple[str, int, str | None]
LATEST = (
    "INSERT INTO event (name, entry, digest) VALUES (?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET entry = excluded.entry, digest = excluded.digest"
)


def check(findings: Findings, scratch: Scratch) -> None:
    """Every entry; keeps for the later passes its leaf hash and the latest event of each row."""
    for chunk in chunks(Entry, FIELDS):
        events: list[Event] = []
        for row in chunk:
            events += _check_entry(findings, row)
        scratch.many(
            "INSERT OR REPLACE INTO entry (id, public_id, leaf_hash) VALUES (?, ?, ?)",
            [(row.pk, row.values and row.values[0], row.values and bytes(row.values[6])) for row in chunk],
        )
        scratch.many(LATEST, events)


def name(number: int, public_id: object) -> str:
    """How an entry is named to a person."""
    return _("entry %(public_id)s (number %(number)s)") % {"public_id": public_id or "?", "number": number}


def check_places(findings: Findings, scratch: Scratch) -> int:
    """Each entry is either in the tree or waits for it. Answers how many wait."""
    waiting = 0
    for chunk in chunks(Unsequenced, ("entry_id",)):
        waiting += len(chunk)
        known = scratch.lookup("entry", "id", "places", [row.pk for row in chunk])
        for row in chunk:
            if row.pk not in known:
                findings.add(_("Entry number %(number)s waits for the tree but is gone.") % {"number": row.pk})
        scratch.many("UPDATE entry SET places = places + 1 WHERE id = ?", [(row.pk,) for row in chunk])
    for number, public_id, places in scratch.rows(
        "SELECT id, public_id, places FROM entry WHERE places != 1 ORDER BY id LIMIT 100"
    ):
        reason = _("%(entry)s has %(places)s places in tree and queue together; it must have one.")
        findings.add(reason % {"entry": name(number, public_id), "places": places})
    return waiting


def _check_entry(findings: Findings, row: StoredRow) -> list[Event]:
    if row.values is None:
        reason = _("%(entry)s holds a value that Huiyin did not write.")
        findings.add(reason % {"entry": name(row.pk, _readable_public_id(row.pk))})
        return []
    public_id, at, verb, actor, about, commitments, _leaf, mac = row.values
    entry = name(row.pk, public_id)
    try:
        content = canonical.entry_bytes(public_id, at, verb, actor, about, commitments)
        events = [_event(row.pk, event) for event in json.loads(commitments)]
    except (ValueError, TypeError, KeyError, AttributeError):
        findings.add(_("%(entry)s can't be read.") % {"entry": entry})
        return []
    if not signing.mac_holds(content, bytes(mac)):
        findings.add(_("%(entry)s is not as it was written: its MAC does not fit.") % {"entry": entry})
    elif not _leaf_holds(row, content, [digest for _row, _entry, digest in events if digest is not None]):
        findings.add(_("%(entry)s is not as it was written: its leaf hash does not fit.") % {"entry": entry})
    return events


def _leaf_holds(row: StoredRow, content: bytes, digests: list[str]) -> bool:
    """Entries of former releases have their plain bytes as leaf; neither writing can be taken for the other."""
    assert row.values is not None
    entry = Entry(**dict(zip(FIELDS, row.values, strict=True)))
    return bytes(entry.leaf_hash) in (leaf_hash(leaves.content(entry, content, digests)), leaf_hash(content))


def _event(number: int, event: dict[str, Any]) -> Event:
    return (event["row"], number, None if event.get("erased") else event["digest"])


def _readable_public_id(number: int) -> str | None:
    try:
        return Entry.objects.values_list("public_id", flat=True).get(pk=number)
    except Exception:  # whatever is wrong with the column: the number is named anyway
        return None
