"""What is stored of duty: kinds of shift, who takes part, rosters with their shifts and seats, and what happened on a shift."""

from .kinds import DAYS, Apart, Member, Part, Qualification, ShiftKind
from .rosters import Roster, RosterStatus, Seat, Shift, ShiftEvent

__all__ = [
    "DAYS", "Apart", "Member", "Part", "Qualification", "Roster", "RosterStatus", "Seat", "Shift", "ShiftEvent", "ShiftKind",
]  # fmt: skip
