"""Every change of this room: one function a verb."""

from .beginning import create_blank
from .deciding import StillMarked, approve, evaluate, file_with_superior, publish, retire, revise
from .drawings import add_drawing, mark, remove_drawing, unmark
from .printing import Order, print_sheets, take_in

__all__ = [
    "Order", "StillMarked", "add_drawing", "approve", "create_blank", "evaluate", "file_with_superior", "mark", "print_sheets", "publish",
    "remove_drawing", "retire", "revise", "take_in", "unmark",
]  # fmt: skip
