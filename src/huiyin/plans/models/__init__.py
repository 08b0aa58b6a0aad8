"""What this room stores: plans with their versions, and what of them is on paper."""

from .plan import (
    FROZEN,
    KINDS,
    OPEN,
    Answer,
    Comment,
    Edit,
    Origin,
    Overruling,
    Paper,
    Plan,
    PlanPaper,
    PlanVersion,
    Review,
    SourceText,
    Status,
    Word,
)
from .printed import MARK_KINDS, SHEET_KINDS, PlaceDrawing, PrintedSheet

__all__ = [
    "FROZEN",
    "KINDS",
    "MARK_KINDS",
    "OPEN",
    "SHEET_KINDS",
    "Answer",
    "Comment",
    "Edit",
    "Origin",
    "Overruling",
    "Paper",
    "PlaceDrawing",
    "Plan",
    "PlanPaper",
    "PlanVersion",
    "PrintedSheet",
    "Review",
    "SourceText",
    "Status",
    "Word",
]
