"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from huiyin.kernel import files
from huiyin.kernel.files.actions import Inspected


def inspected(data: dict[str, Any], field: str = "pictures") -> list[Inspected]:
    """Pictures and papers, looked at and cleaned before anything is written; `BadInput` at the field, naming the file."""
    return files.inspect_all(data.get(field) or (), field)
