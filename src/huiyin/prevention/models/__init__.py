"""What is stored of hazards: what is dangerous where, until when it is mended, who looked whether it is, who may say so."""

from .equipment import NETWORK_KINDS, Check, CheckDone, Equipment, Kind
from .hazards import OWED, Hazard, HazardEvent, Interim, Rectification, Severity, Source, Status
from .maps import WHOLE, CampusMap, OnMap
from .network import Charge
from .reports import Report, ReportStatus, Spot
from .rounds import Answer, Checklist, Inspection, Round, RoundStatus, Sent

__all__ = [
    "NETWORK_KINDS", "OWED", "WHOLE", "Answer", "CampusMap", "Charge", "Check", "CheckDone", "Checklist", "Equipment", "Hazard", "HazardEvent", "Inspection", "Interim", "Kind",
    "OnMap", "Rectification", "Report", "ReportStatus", "Round", "RoundStatus", "Sent", "Severity", "Source", "Spot", "Status",
]  # fmt: skip
