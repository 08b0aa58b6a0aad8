"""Understanding: the lines of a file become plans with their parts, roles, steps and limits. By rules; no network, no model."""

from __future__ import annotations

from huiyin.plans.reading import Text

from .assembling import plan
from .lines import look
from .splitting import split
from .understood import (
    Citation,
    FoundContact,
    FoundLevel,
    FoundLimit,
    FoundRole,
    FoundStep,
    FoundTrigger,
    Lines,
    Plan,
    Section,
    Understood,
)

__all__ = [
    "Citation",
    "FoundContact",
    "FoundLevel",
    "FoundLimit",
    "FoundRole",
    "FoundStep",
    "FoundTrigger",
    "Lines",
    "Plan",
    "Section",
    "Understood",
    "understand",
]


def understand(text: Text) -> Understood:
    """The plans of a file. Every line has its place in one of them, or is named as unplaced."""
    return Understood(
        plans=tuple(plan(lines, text) for lines in split(look(text))),
        lines_total=len(text.lines),
    )
