"""Finding cases by words, inside one scope, newest first. The scope is part of the index: nothing is found and then hidden."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.vault.masking import looks_like_personal_number

from .tokens import postgres_query, sqlite_match


def find(query: str, scope: str, *, before: int | None = None, limit: int = 51) -> list[int]:
    """Primary keys of matching cases, newest first, older than `before`. `BadInput` for what looks like a person's number."""
    if looks_like_personal_number(query):
        raise BadInput(
            "q",
            _("This looks like a telephone or identity number. Cases are found by their matter, never by a person."),
            _("Search for what it is about, or ask the person for the receipt code."),
        )
    sqlite = connection.vendor == "sqlite"
    expression = sqlite_match(query, scope) if sqlite else postgres_query(query, scope)
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if sqlite else _POSTGRES, [expression, before or 2**62, limit])
        return [row[0] for row in cursor.fetchall()]


_SQLITE = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
_POSTGRES = (
    "SELECT case_id FROM cases_searchtext WHERE vector @@ CAST(%s AS tsquery) AND case_id < %s"
    " ORDER BY case_id DESC LIMIT %s"
)
