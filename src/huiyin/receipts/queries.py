"""What a person may take home of their own concern, and what the page of the log says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.models import Concern
from huiyin.cases.queries import own_view
from huiyin.kernel import clocks, ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.kernel.ledger import canonical, leaves, notes, signing, witnessing
from huiyin.kernel.ledger import queries as log
from huiyin.kernel.ledger.models import Checkpoint, Committed, Contradiction, Entry, Opening
from huiyin.kernel.ledger.queries import WitnessLine

from .reading import FORMAT

REGISTERING = ("cases.raise",)
MOST_DATES = 48
TRIES = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a concern: `fingerprint` is the leaf hash of its registration, as people compare it; `ready`: whether all of it is published.

    `ready_from`: about when it will be.
    """

    fingerprint: str
    ready: bool
    ready_from: dt.datetime


def standing(concern: Concern) -> Standing | None:
    """How far the proof of a concern is; None where there is none to give."""
    opening = Opening.objects.select_related("entry").filter(pk=ledger.row_reference(concern)).first()
    if opening is None or not leaves.opens(opening.entry):
        return None
    newest = log.latest_checkpoint()
    openings = _openings(_rows(concern))
    places = [getattr(one.entry, "leaf", None) for one, _row in openings]
    ready = newest is not None and all(place is not None and place.index < newest.tree_size for place in places)
    return Standing(leaves.grouped(bytes(opening.entry.leaf_hash)), ready, next_checkpoint(time.now()))


def next_checkpoint(now: dt.datetime) -> dt.datetime:
    """When the next checkpoint is due by the clock."""
    seconds: int = settings.LEDGER_CHECKPOINT_SECONDS
    return dt.datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, dt.UTC)


def receipt_of(concern: Concern) -> str:
    """The file: what was registered, the dates that were given, their leaves and proofs. Only rows of this concern are opened.

    `Refused` where all of it is of a former release.
    """
    parts: dict[int, dict[str, Any]] = {}
    entries: dict[int, Entry] = {}
    for opening, row in _agreeing(concern):
        entry = opening.entry
        entries[entry.pk] = entry
        part = parts.setdefault(entry.pk, {"leaf": leaves.content_of(entry).decode(), "rows": []})
        part["rows"].append(_opened(opening, row))
        if isinstance(row, Concern) and entry.verb in REGISTERING:
            part["act"] = {"salt": leaves.act_salt(entry).hex(), "text": leaves.act_bytes(entry).decode()}
    if not parts:
        raise Refused
    for number, part in parts.items():
        proof = log.inclusion(entries[number])
        part["proof"] = proof.text() if proof is not None else ""
    made = {
        "format": FORMAT,
        "key": str(signing.key()),
        "made_at": canonical.moment(time.now()),
        "office": concern.case.organisation.name,
        "entries": [parts[number] for number in sorted(parts)],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _agreeing(concern: Concern) -> list[tuple[Opening, Committed]]:
    """Rows with their openings, read again where somebody wrote in between. What still does not agree is given as it is."""
    found = _openings(_rows(concern))
    for _again in range(TRIES):
        if all(_opened_in(opening, row) for opening, row in found):
            break
        concern.refresh_from_db()
        found = _openings(_rows(concern))
    return found


def _opened_in(opening: Opening, row: Committed) -> bool:
    salt = bytes(opening.salt)
    form = canonical.row_form(type(row), opening.field_set)
    digest = canonical.commitment(salt, canonical.row_bytes(form, form.read(row), salt))
    return any(event.get("digest") == digest for event in opening.entry.events)


def _openings(rows: Iterable[Committed]) -> list[tuple[Opening, Committed]]:
    named = {ledger.row_reference(row): row for row in rows}
    found = Opening.objects.select_related("entry__leaf").filter(pk__in=named)
    return [(one, named[one.pk]) for one in found.order_by("entry_id", "row") if leaves.opens(one.entry)]


def _opened(opening: Opening, row: Committed) -> dict[str, str]:
    form = canonical.row_form(type(row), opening.field_set)
    salt = bytes(opening.salt)
    return {"salt": salt.hex(), "text": canonical.row_bytes(form, form.read(row), salt).decode()}


def _rows(concern: Concern) -> list[Committed]:
    """The registration, and the dates that this person is shown."""
    watched = clocks.queries.of_subject(SUBJECT, concern.case.public_id)
    own = own_view.own_clocks(watched, concern, shared=own_view.is_shared(concern.case))
    shown = [one.public_id for one in own][:MOST_DATES]
    return [concern, *Clock.objects.filter(public_id__in=shown).order_by("pk")]


@dataclass(frozen=True, slots=True)
class LogPage:
    """`misfits`: statements that, held against the tree just now, did not fit; `contradictions` were found before."""

    newest: Checkpoint | None
    note: str
    key: str
    witnesses: list[WitnessLine]
    contradictions: list[Contradiction]
    misfits: list[str]


def log_page() -> LogPage:
    """What the page of the log shows. It compares a handful of statements each time, some hundred hashes."""
    newest = log.latest_checkpoint()
    return LogPage(
        newest=newest,
        note=log.cosigned(newest) if newest else "",
        key=str(signing.key()),
        witnesses=log.witnesses(),
        contradictions=log.contradictions(),
        misfits=[one for one in log.newest_stated() if not _fits(one)],
    )


def _fits(note: str) -> bool:
    try:
        return witnessing.fits(notes.tree_of(notes.read(note).text))
    except notes.NoteError:
        return False
