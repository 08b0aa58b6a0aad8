"""Committed rows: each must be what its latest commitment says, as its opening shows; nothing may be missing or extra."""

from __future__ import annotations

import hmac

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from huiyin.kernel.ledger import canonical
from huiyin.kernel.ledger.checks import committed_models
from huiyin.kernel.ledger.models import Committed, Opening
from huiyin.kernel.ledger.recording import model_label
from huiyin.kernel.ledger.verification.entries import name
from huiyin.kernel.ledger.verification.findings import Findings
from huiyin.kernel.ledger.verification.scratch import Scratch
from huiyin.kernel.ledger.verification.stored import StoredRow, chunks, is_empty

Facts = dict[str, tuple[int, str | None]]
Openings = dict[str, tuple[int, bytes, int]]


def check(findings: Findings, scratch: Scratch) -> tuple[int, int]:
    """Every row of every committed model. Answers how many are committed to, and how many were erased."""
    _load_openings(findings, scratch)
    tables = set(connections[DEFAULT_DB_ALIAS].introspection.table_names())
    for model in committed_models():
        # what was committed to in a table that is gone or empty is found missing below
        if model._meta.db_table in tables and not is_empty(model):
            _check_model(findings, scratch, model)
    _check_missing(findings, scratch)
    _check_extra_openings(findings, scratch)
    erased: int = scratch.rows("SELECT count(*) FROM event WHERE digest IS NULL").fetchone()[0]
    return scratch.count("event") - erased, erased


def _load_openings(findings: Findings, scratch: Scratch) -> None:
    for chunk in chunks(Opening, ("entry_id", "salt", "field_set")):
        for row in chunk:
            if row.values is None:
                reason = _("The opening of row %(row)s holds a value that Huiyin did not write.")
                findings.add(reason % {"row": row.pk})
        scratch.many(
            "INSERT OR REPLACE INTO opening (name, entry, salt, field_set) VALUES (?, ?, ?, ?)",
            [(row.pk, row.values[0], bytes(row.values[1]), row.values[2]) for row in chunk if row.values is not None],
        )


def _check_model(findings: Findings, scratch: Scratch, model: type[Committed]) -> None:
    attributes = _attributes(model)
    label = model_label(model)
    for chunk in chunks(model, attributes):
        references = [f"{label}:{row.pk}" for row in chunk]
        facts: Facts = scratch.lookup("event", "name", "entry, digest", references)
        openings: Openings = scratch.lookup("opening", "name", "entry, salt, field_set", references)
        for reference, row in zip(references, chunk, strict=True):
            reason = _what_is_wrong(model, attributes, row, facts.get(reference), openings.get(reference))
            if reason:
                findings.add(_describe(scratch, reference, facts.get(reference), reason))
        scratch.many("UPDATE event SET seen = 1 WHERE name = ?", [(reference,) for reference in references])


def _attributes(model: type[Committed]) -> list[str]:
    """The attributes of all field sets together."""
    forms = (canonical.row_form(model, number) for number in range(1, canonical.current_field_set(model) + 1))
    return sorted({attribute for form in forms for attribute in form.attributes})


def _what_is_wrong(
    model: type[Committed],
    attributes: list[str],
    row: StoredRow,
    fact: tuple[int, str | None] | None,
    opening: tuple[int, bytes, int] | None,
) -> str:
    """The reason in words; "" when the row is as it was committed to, or was erased."""
    if fact is None:
        return _("no entry commits to it")
    number, digest = fact
    if digest is None:
        return ""
    if opening is None:
        return _("its opening is gone, and no entry says that it was erased")
    if opening[0] != number:
        return _("its opening belongs to another entry")
    if row.values is None:
        return _("it holds a value that Huiyin did not write")
    try:
        form = canonical.row_form(model, opening[2])
        values = dict(zip(attributes, row.values, strict=True))
        content = canonical.row_bytes(form, [values[attribute] for attribute in form.attributes], opening[1])
    except (ValueError, TypeError, LookupError, ArithmeticError, ValidationError):
        return _("it can't be read")
    if not hmac.compare_digest(canonical.commitment(opening[1], content), digest):
        return _("it is not what was committed to")
    return ""


def _describe(scratch: Scratch, reference: str, fact: tuple[int, str | None] | None, reason: str) -> str:
    words = _("Row %(row)s: %(reason)s") % {"row": reference, "reason": reason}
    if fact is None:
        return f"{words}."
    public_id = scratch.rows("SELECT public_id FROM entry WHERE id = ?", (fact[0],)).fetchone()[0]
    return _("%(words)s; see %(entry)s.") % {"words": words, "entry": name(fact[0], public_id)}


def _check_missing(findings: Findings, scratch: Scratch) -> None:
    missing = "SELECT name, entry FROM event WHERE digest IS NOT NULL AND NOT seen ORDER BY entry, name LIMIT 100"
    for reference, number in scratch.rows(missing).fetchall():
        reason = _("it is gone, and no entry says that it was erased")
        findings.add(_describe(scratch, reference, (number, None), reason))


def _check_extra_openings(findings: Findings, scratch: Scratch) -> None:
    extra = (
        "SELECT opening.name, event.name FROM opening LEFT JOIN event ON event.name = opening.name "
        "WHERE event.digest IS NULL LIMIT 100"
    )
    for reference, known in scratch.rows(extra).fetchall():
        reason = _("it was erased, but its salt is still there") if known else _("it has an opening, but no commitment")
        findings.add(_describe(scratch, reference, None, reason))
