"""What is stored of hazards: what is dangerous where, until when it is mended, who looked whether it is."""

from .hazards import OWED, Hazard, HazardEvent, Interim, Rectification, Severity, Source, Status

__all__ = ["OWED", "Hazard", "HazardEvent", "Interim", "Rectification", "Severity", "Source", "Status"]
