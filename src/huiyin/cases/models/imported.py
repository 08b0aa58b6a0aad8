"""Which rows of which files are cases already, so that a file that is imported again changes nothing."""

from __future__ import annotations

from django.db import models


class ImportedRow(models.Model):
    """One imported row. `key` is a digest under the installation's key: neither the row's number nor its words can be
    read from it. It stays when its case is erased, so that an old file does not bring back what was erased."""

    key = models.BinaryField(max_length=32, unique=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="imported_rows")

    def __str__(self) -> str:
        return f"imported row of {self.case_id}"
