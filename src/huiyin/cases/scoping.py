"""In whose lists a case stands: its own office's, those above it, and those of the offices at its table."""

from __future__ import annotations

from huiyin.kernel import reading

from .models import Case
from .models.involvement import READING, Involvement
from .rules import scopes_of


def scopes(case: Case) -> list[str]:
    """Each once. A sealed case is in nobody's; the caller asks that first."""
    found = scopes_of(case.organisation.path, case.organisation_id, case.unit_id)
    for row in reading.rows(Involvement, case=case.pk, until=None, part=list(READING)):
        found.append(f"o{row.organisation_id}")
        if row.unit_id is not None:
            found.append(f"u{row.unit_id}")
    return list(dict.fromkeys(found))
