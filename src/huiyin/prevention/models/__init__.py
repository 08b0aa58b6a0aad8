"""What is stored of hazards: what is dangerous where, until when it is mended, who looked whether it is, who may say so."""

from .hazards import OWED, Hazard, HazardEvent, Interim, Rectification, Severity, Source, Status
from .reports import Report, ReportStatus, Spot
from .rounds import Answer, Checklist, Inspection, Round, RoundStatus

__all__ = [
    "OWED", "Answer", "Checklist", "Hazard", "HazardEvent", "Inspection", "Interim", "Rectification", "Report", "ReportStatus",
    "Round", "RoundStatus", "Severity", "Source", "Spot", "Status",
]  # fmt: skip
