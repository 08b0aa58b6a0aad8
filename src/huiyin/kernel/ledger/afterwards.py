"""What is missing from this ledger, as far as something that was kept elsewhere tells it.

Two witnesses: the database that was in use before a backup was put in its place, damaged as it may be, and a signed
checkpoint. The first names each act, the second only says that there were some.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger import canonical, signing, tree
from huiyin.kernel.ledger.models import Entry

_COLUMNS = "id, public_id, at, verb, actor, about, commitments, mac"
_ENTRIES = f"SELECT {_COLUMNS} FROM ledger_entry WHERE id > ? ORDER BY id"  # noqa: S608  # our own words
Stored = tuple[int, str, str, str, str, str, str, bytes]


@dataclass(slots=True)
class Missing:
    """`until`: the moment of the last entry that is here. Of what came after: how many entries of each kind, from when to
    when, and which things they are about, each with how many.

    `foreign`: entries in the old database that this installation's key did not make. `damaged`: it could not be read to its end.
    """

    until: dt.datetime | None
    verbs: Counter[str] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    foreign: int = 0
    damaged: bool = False

    @property
    def entries(self) -> int:
        return self.verbs.total()


def last_moment() -> dt.datetime | None:
    """When what this ledger knows ends."""
    return Entry.objects.order_by("-id").values_list("at", flat=True).first()


def places_missing(kept: signing.Tree) -> int:
    """How many places (entries and the padding between them) a checkpoint states that this tree does not have."""
    return max(kept.size - tree.size(), 0)


def of_old_database(path: Path) -> Missing:
    """The entries of another SQLite file of this installation that came after the last one here.

    Raises `BadInput` for a file that is none, or whose ledger is not the one that goes on here.
    """
    found = Missing(last_moment())
    with closing(_opened(path)) as database:
        _check_kinship(path, database)
        last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        try:
            for row in database.execute(_ENTRIES, (last,)):
                _note(found, row)
        except sqlite3.DatabaseError:
            found.damaged = True
    return found


def _opened(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise BadInput(str(path), _("There is no such file."))
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _check_kinship(path: Path, database: sqlite3.Connection) -> None:
    """One of the last entries here must be there, under the same number: else it is another installation's."""
    here = Entry.objects.order_by("-id").values_list("id", "public_id").first()
    try:
        there = database.execute(
            "SELECT public_id FROM ledger_entry WHERE id = ?", (here[0] if here else 0,)
        ).fetchone()
        known = here is None or there == (here[1],)
    except sqlite3.DatabaseError as error:
        raise BadInput(
            str(path),
            _("It is no database of Huiyin, or so damaged that its entries can't be found."),
            _("Name the file huiyin.sqlite3 of the former folder."),
        ) from error
    if not known:
        raise BadInput(
            str(path),
            _("It is not the database that this one was a copy of: its entries are others."),
            _("Name the file huiyin.sqlite3 as it was in use after the backup was made."),
        )


def _note(found: Missing, row: Stored) -> None:
    _number, public_id, at, verb, actor, about, commitments, mac = row
    try:
        moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
        content = canonical.entry_bytes(public_id, moment, verb, actor, about, commitments)
        ours = signing.mac_holds(content, bytes(mac))
    except (TypeError, ValueError, AttributeError):
        ours = False
    if not ours:
        found.foreign += 1
        return
    found.verbs[verb] += 1
    found.things[about] += 1
    found.first = min(found.first or moment, moment)
    found.last = max(found.last or moment, moment)
