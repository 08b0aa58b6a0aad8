"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from huiyin.kernel import files
from huiyin.kernel.errors import BadInput
from huiyin.kernel.files.actions import Inspected


def inspected(data: dict[str, Any], field: str = "pictures") -> list[Inspected]:
    """Pictures and papers, looked at and cleaned before anything is written; `BadInput` at the field, naming the file."""
    try:
        return [files.inspect(one) for one in data.get(field) or ()]
    except BadInput as error:
        raise BadInput(field, f"{error.place}: {error.message}", error.remedy) from error
