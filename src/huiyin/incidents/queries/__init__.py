"""Every read of this room, limited to what the asker may see."""

from .lists import Lists, Offered, first_minutes, lists, offered, running_in_earnest, running_of, urgent
from .log import Entry, entries, last_position, lines, since
from .room import Can, Room, can, open_steps, posts_of, room, statement, visible
from .sections import CallLine, HeadLine, Heads, OrderLine, StepLine, calls, heads, orders, steps

__all__ = [
    "CallLine", "Can", "Entry", "HeadLine", "Heads", "Lists", "Offered", "OrderLine", "Room", "StepLine", "calls", "can",
    "entries", "first_minutes", "heads", "last_position", "lines", "lists", "offered", "open_steps", "orders", "posts_of", "room",
    "running_in_earnest", "running_of", "since", "statement", "steps", "urgent", "visible",
]  # fmt: skip
