"""Writing an entry: the hottest path of the product, three statements however many rows are committed."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Sequence
from functools import cache

from huiyin.kernel import columns, ids, inserting, statements, store
from huiyin.kernel.ledger import canonical, leaves, signing
from huiyin.kernel.ledger.merkle import leaf_hash
from huiyin.kernel.ledger.models import Committed, Entry, Opening, Unsequenced

SALT_BYTES = 16

_WAITS = f'INSERT INTO "{Unsequenced._meta.db_table}" (entry_id) VALUES (%s)'  # noqa: S608  # our own model
_OPENS = columns.Form(
    f'INSERT INTO "{Opening._meta.db_table}" ("row", entry_id, salt, field_set)',
    (columns.TEXT, columns.WHOLE, columns.BYTES, columns.WHOLE),
    'ON CONFLICT ("row") DO UPDATE SET '
    "entry_id = excluded.entry_id, salt = excluded.salt, field_set = excluded.field_set",
)
_VERB = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
# Plain ASCII on purpose: a person's name must not slip in where a reference belongs.
_REFERENCE = re.compile(r"[a-z][a-z0-9_.-]*(:[A-Za-z0-9_.:/-]+)?")


def record(
    *,
    verb: str,
    actor: str,
    about: str,
    at: dt.datetime,
    commits: Iterable[Committed] = (),
    erases: Iterable[Committed | str] = (),
) -> Entry:
    """Append one entry in the open transaction, with a commitment to each row of `commits` as it stands now.

    Call it once at the end of an action, after the rows were saved. `erases` takes rows (before they are deleted) or
    their references: their salts are dropped, so that nothing recorded about them can be opened again. A row that is
    kept in an emptied form is passed in both, so that the emptied form is committed to.
    Raises `ValueError` for a malformed reference, `TypeError` for a row that can't be committed.
    """
    store.require_write()
    _check_words(verb, actor, about)
    erased = {reference if isinstance(reference, str) else row_reference(reference) for reference in erases}
    rows = {row_reference(row): row for row in commits}
    salts = secrets.token_bytes(SALT_BYTES * len(rows))
    openings = []
    events: list[dict[str, str | bool]] = [{"erased": True, "row": reference} for reference in sorted(erased)]
    for number, (reference, row) in enumerate(rows.items()):
        salt = salts[number * SALT_BYTES : (number + 1) * SALT_BYTES]
        field_set = canonical.current_field_set(type(row))
        events.append({"digest": canonical.commitment(salt, _content(row, field_set, salt)), "row": reference})
        openings.append((reference, salt, field_set))
    entry = _append(verb=verb, actor=actor, about=about, at=at, events=events)
    _drop_openings(erased)
    _keep_openings(entry.pk, openings)
    return entry


def row_reference(row: Committed) -> str:
    """`app.model:primary-key`, as entries and openings name a row. Never shown outside."""
    if not isinstance(row, Committed):
        raise TypeError(f"{type(row).__name__} is no Committed model")
    if (key := row.pk) is None:
        raise ValueError("a row is committed after it was saved, and erased before it is deleted")
    return f"{model_label(type(row))}:{key}"


@cache
def model_label(model: type[Committed]) -> str:
    """`app.model` of the table that holds the rows: a proxy is its concrete model."""
    return (model._meta.concrete_model or model)._meta.label_lower


def _check_words(verb: str, actor: str, about: str) -> None:
    if not _VERB.fullmatch(verb) or len(verb) > 64:
        raise ValueError(f"{verb!r} is no dotted verb like cases.accept")
    for reference in (actor, about):
        if not _REFERENCE.fullmatch(reference) or len(reference) > 80:
            raise ValueError(f"{reference!r} is no reference like post:2k4x9m7p3vwt")


def _content(row: Committed, field_set: int, salt: bytes) -> bytes:
    form = canonical.row_form(type(row), field_set)
    return canonical.row_bytes(form, form.read(row), salt)


def _append(*, verb: str, actor: str, about: str, at: dt.datetime, events: list[dict[str, str | bool]]) -> Entry:
    public_id = ids.public_id()
    commitments = canonical.to_json(events)
    content = canonical.entry_bytes(public_id, at, verb, actor, about, commitments)
    entry = inserting.new(
        Entry,
        public_id=public_id,
        at=at,
        verb=verb,
        actor=actor,
        about=about,
        commitments=commitments,
        mac=signing.mac(content),
    )
    entry.leaf_hash = leaf_hash(
        leaves.content(entry, content, [str(one["digest"]) for one in events if "digest" in one])
    )
    inserting.insert([entry])
    statements.run(_WAITS, [entry.pk])
    return entry


def _drop_openings(references: set[str]) -> None:
    if references:
        Opening.objects.filter(pk__in=references).delete()


def _keep_openings(entry_id: int, openings: Sequence[tuple[str, bytes, int]]) -> None:
    """Put each row's new salt in the place of the former one, which is thereby gone."""
    _OPENS.put([(reference, entry_id, salt, field_set) for reference, salt, field_set in openings])
