"""What runs by itself in this room."""

from __future__ import annotations

from huiyin.kernel import time

from .actions import importing
from .actions.printing import tell_of_stale

__all__ = ["erase_unused_files", "tell_of_stale"]


def erase_unused_files() -> int:
    """The lines of files from which nobody began a draft."""
    return importing.erase_unused(time.now())
