"""What must work when power and network do not: the plan, a card a role, the contact tree, the map, lists and logs, on paper.

`PaperPlan` is all that a sheet is made of; `sheets` gives each sheet its number, `pdf` sets them.
What was written on a sheet is typed back by the number of its row (`rows`).
"""

from .facts import (
    Approval,
    ClassName,
    Drawing,
    Holders,
    Mark,
    Overruled,
    PaperPlan,
    Person,
    Seat,
    SheetId,
    SheetKind,
)
from .setting import KINDS, code_text, pdf, sheets

__all__ = [
    "KINDS",
    "Approval",
    "ClassName",
    "Drawing",
    "Holders",
    "Mark",
    "Overruled",
    "PaperPlan",
    "Person",
    "Seat",
    "SheetId",
    "SheetKind",
    "code_text",
    "pdf",
    "sheets",
]
