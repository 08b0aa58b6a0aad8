"""Deadlines: start, pause, resume, extend, meet, stop; the sweep that wakes them.

Use it as `from huiyin.kernel import clocks`. The verbs are private parts of other rooms' actions, inside `store.write()`;
the calling action commits the clocks that they return (`ledger.record(..., commits=(..., clock))`).
Names are looked up at first use, because this package is imported before Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import queries
    from .actions import extend, hand_over, meet, pause, resume, start, stop, told_of_extension
    from .explaining import Derivation, derivation
    from .facts import Allowance, Extension, Length, Reminder, Term
    from .models import Clock
    from .queries import ClockView
    from .registry import on_miss, on_move, on_remind
    from .rules import CannotExtend
    from .words import rows

__all__ = [
    "Allowance",
    "CannotExtend",
    "Clock",
    "ClockView",
    "Derivation",
    "Extension",
    "Length",
    "Reminder",
    "Term",
    "derivation",
    "extend",
    "hand_over",
    "meet",
    "on_miss",
    "on_move",
    "on_remind",
    "pause",
    "queries",
    "resume",
    "rows",
    "start",
    "stop",
    "told_of_extension",
]

_HOME = {
    **dict.fromkeys(
        ("extend", "hand_over", "meet", "pause", "resume", "start", "stop", "told_of_extension"), "actions"
    ),
    **dict.fromkeys(("Allowance", "Extension", "Length", "Reminder", "Term"), "facts"),
    **dict.fromkeys(("on_miss", "on_move", "on_remind"), "registry"),
    "CannotExtend": "rules",
    "Clock": "models",
    "ClockView": "queries",
    "Derivation": "explaining",
    "derivation": "explaining",
    "rows": "words",
}


def __getattr__(name: str) -> Any:
    if name == "queries":
        return import_module(f"{__name__}.queries")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
