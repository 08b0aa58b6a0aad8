"""What runs by itself in this room."""

from __future__ import annotations

from .actions.printing import tell_of_stale

__all__ = ["tell_of_stale"]
