"""Every change of this room: one function a verb."""

from .beginning import create_blank, create_from_starter, discard
from .deciding import StillMarked, approve, evaluate, file_with_superior, publish, retire, revise
from .drawings import add_drawing, mark, remove_drawing, unmark
from .editing import add, change, move, place, remove, undo
from .importing import begin_from, bring, throw_away
from .overruling import ask_overruling, overrule, put_instead
from .papers import keep_paper
from .printing import Order, print_sheets, take_in
from .talking import ask_review, comment, give_review, resolve, withdraw_review

__all__ = [
    "Order", "StillMarked", "add", "add_drawing", "approve", "ask_overruling", "ask_review", "begin_from", "bring", "change", "comment", "create_blank",
    "create_from_starter", "discard", "evaluate", "file_with_superior", "give_review", "keep_paper", "mark",
    "move", "overrule", "place", "print_sheets", "publish", "put_instead", "remove", "remove_drawing", "resolve", "retire",
    "revise", "take_in", "throw_away", "undo", "unmark", "withdraw_review",
]  # fmt: skip
