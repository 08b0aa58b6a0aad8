"""What is stored of an emergency, of its exercises, and of what was learned."""

from .drills import Drill, DrillRule, DrillStatus, Evaluation, Inject
from .incident import RUNNING, CameBy, Incident, LogEntry, LogKind, Status
from .paper import ROOM_SHEETS, RoomSheet
from .response import (
    CallOut,
    CallState,
    Count,
    HeadGroup,
    Order,
    Report,
    Resource,
    Statement,
    StatementState,
    StepRun,
    StepState,
)
from .review import ContactAnswer, ContactTest, Finding, FindingKind, NumberCheck, Review

__all__ = [
    "ROOM_SHEETS",
    "RUNNING",
    "CallOut",
    "CallState",
    "CameBy",
    "ContactAnswer",
    "ContactTest",
    "Count",
    "Drill",
    "DrillRule",
    "DrillStatus",
    "Evaluation",
    "Finding",
    "FindingKind",
    "HeadGroup",
    "Incident",
    "Inject",
    "LogEntry",
    "LogKind",
    "NumberCheck",
    "Order",
    "Report",
    "Resource",
    "Review",
    "RoomSheet",
    "Statement",
    "StatementState",
    "Status",
    "StepRun",
    "StepState",
]
