"""What is stored of duty: kinds of shift, who takes part, rosters with their shifts and seats, proposals, and what happened on a shift."""

from .books import BookEntry, Handover
from .feeds import Feed
from .kinds import DAYS, Apart, Away, Member, Part, Qualification, ShiftKind
from .proposals import OPEN, Proposal, State
from .rosters import Roster, RosterStatus, Seat, Shift, ShiftEvent
from .swaps import OPEN_SWAPS, Swap, SwapState

__all__ = [
    "DAYS", "OPEN", "OPEN_SWAPS", "Apart", "Away", "BookEntry", "Feed", "Handover", "Member", "Part", "Proposal", "Qualification", "Roster", "RosterStatus", "Seat", "Shift", "ShiftEvent",
    "ShiftKind", "State", "Swap", "SwapState",
]  # fmt: skip
