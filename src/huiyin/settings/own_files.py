"""Files that the operator writes: one that can't be used is named, and does not keep every command from running."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


def read(path: Path, reader: Callable[[Path], T], without: T) -> tuple[T, str]:
    """What the file says, or `without` and what is wrong with it (`place: reason`).

    `huiyin serve` does not start with such a file and `huiyin doctor` names it; a process that starts again meanwhile goes on without.
    """
    try:
        return reader(path), ""
    except ImproperlyConfigured as error:
        return without, str(error)
