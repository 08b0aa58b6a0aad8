"""Limits for public forms and for sign-in: generous to an address that a whole school shares, strict to one browser.

``limits.allow(bucket, key, limit, window)`` counts events in a sliding window; ``limits.tried`` / ``limits.succeeded``
make who guesses wait longer each time; ``limits.line`` gives places in line where a limit is reached, never a wall.
Names are looked up when used: models need the app registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import client_address
from .rules import prefix

if TYPE_CHECKING:
    from .counters import allow, counted, forget_expired, once, succeeded, tried, turn_of

__all__ = ["allow", "client_address", "counted", "forget_expired", "once", "prefix", "succeeded", "tried", "turn_of"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from . import counters

    return getattr(counters, name)
