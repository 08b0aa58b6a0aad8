"""What is stored of hazards: what is dangerous where, until when it is mended, who looked whether it is, who may say so."""

from .hazards import OWED, Hazard, HazardEvent, Interim, Rectification, Severity, Source, Status
from .reports import Report, ReportStatus, Spot

__all__ = [
    "OWED", "Hazard", "HazardEvent", "Interim", "Rectification", "Report", "ReportStatus", "Severity", "Source", "Spot", "Status",
]  # fmt: skip
