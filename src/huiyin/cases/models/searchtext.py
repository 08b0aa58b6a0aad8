"""What the full-text index holds of a case: masked words in pairs of characters, and whose lists it is in."""

from __future__ import annotations

from django.db import models


class SearchText(models.Model):
    """One row a case. Triggers (SQLite) or a generated column (PostgreSQL) keep the index itself beside it."""

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.CASCADE, related_name="search_text")
    scopes = models.TextField()
    words = models.TextField()

    def __str__(self) -> str:
        return f"search text of {self.case_id}"
