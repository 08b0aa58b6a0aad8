"""What is stored of receptions: published days and bookings, the reception itself, its minutes, who was invited to it."""

from .days import Booking, BookingStatus, DayStatus, ReceptionDay
from .joint import Invitation
from .minutes import Answer, Minutes, Said
from .reception import Kind, Need, NeedKind, Participant, Reception, Recording, Status
from .report import OwnTimes, ReceptionReport

__all__ = [
    "Answer",
    "Booking",
    "BookingStatus",
    "DayStatus",
    "Invitation",
    "Kind",
    "Minutes",
    "Need",
    "NeedKind",
    "OwnTimes",
    "Participant",
    "Reception",
    "ReceptionDay",
    "ReceptionReport",
    "Recording",
    "Said",
    "Status",
]
