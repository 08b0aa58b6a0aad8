"""What the leaf of an entry covers: everything that the entry says, in parts that can be shown one by one.

Whoever is shown a leaf (its bytes stand in receipts) reads when something was done, and hashes. The act, the entry and each
row open with a salt of their own. How many rows an entry commits to does not show: their digests are mixed with others that
are nobody's, up to a multiple of sixteen, and sorted. Entries of releases before that have their plain bytes as leaf.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.kernel.ledger import canonical, signing
from huiyin.kernel.ledger.merkle import leaf_hash
from huiyin.kernel.ledger.models import Entry

SALT = 16
DIGEST = 32
ROWS_TO = 16


def content(entry: Entry, plain: bytes, digests: Sequence[str]) -> bytes:
    """The bytes under the leaf hash. `plain`: `canonical.entry_bytes` of it; `digests`: of the rows that it commits to, as hex."""
    return filled(entry, plain, digests, _filling(entry.public_id, digests))


def filled(entry: Entry, plain: bytes, digests: Sequence[str], filling: bytes) -> bytes:
    """The same where the filling is known and the key is not: both salts, then the digests that are nobody's."""
    more = filling[2 * SALT :].hex()
    rows = sorted([*digests, *(more[place : place + 2 * DIGEST] for place in range(0, len(more), 2 * DIGEST))])
    fields = {
        "act": canonical.commitment(filling[:SALT], act_bytes(entry)),
        "at": canonical.moment(entry.at),
        "entry": canonical.commitment(filling[SALT : 2 * SALT], plain),
        "rows": rows,
    }
    return canonical.to_json(fields).encode()


def content_of(entry: Entry) -> bytes:
    """The same, of an entry as it is stored; for one of a former release, what it had."""
    filling = filling_of(entry)
    return filled(entry, plain_of(entry), digests_of(entry), filling) if filling else plain_of(entry)


def filling_of(entry: Entry) -> bytes:
    """With which its leaf was made; nothing for one of a former release."""
    digests = digests_of(entry)
    filling = _filling(entry.public_id, digests)
    made = filled(entry, plain_of(entry), digests, filling)
    return filling if leaf_hash(made) == bytes(entry.leaf_hash) else b""


def plain_of(entry: Entry) -> bytes:
    return canonical.entry_bytes(entry.public_id, entry.at, entry.verb, entry.actor, entry.about, entry.commitments)


def digests_of(entry: Entry) -> list[str]:
    """Of the rows that it commits to, as hex."""
    return [event["digest"] for event in entry.events if "digest" in event]


def _filling(public_id: str, digests: Sequence[str]) -> bytes:
    missing = -len(digests) % ROWS_TO if digests else ROWS_TO
    return signing.filling(public_id, 2 * SALT + missing * DIGEST)


def act_bytes(entry: Entry) -> bytes:
    """Who did what about which thing."""
    return canonical.to_json({"about": entry.about, "actor": entry.actor, "verb": entry.verb}).encode()


def act_salt(entry: Entry) -> bytes:
    """Opens `act_bytes`: for whoever may know all three."""
    return signing.filling(entry.public_id, SALT)


def opens(entry: Entry) -> bool:
    """Whether its leaf may be shown: those of former releases would show numbers of the database."""
    return content_of(entry).startswith(b'{"act":')


def grouped(leaf: bytes) -> str:
    """A leaf hash as people compare it, eight signs by eight."""
    written = leaf.hex()
    return " ".join(written[place : place + 8] for place in range(0, len(written), 8))
