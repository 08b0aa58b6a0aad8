"""What the casework room stores. One file a thing."""

from .case import Case, CaseEvent, CaseScope, Exclusion, Track
from .category import Category
from .concern import Concern, Draft, ReceiptCode
from .imported import ImportedRow
from .involvement import Involvement
from .replies import Consultation, ExtensionRequest, Letter, Message, Reply, Service
from .review import Review
from .searchtext import SearchText

__all__ = [
    "Case",
    "CaseEvent",
    "CaseScope",
    "Category",
    "Concern",
    "Consultation",
    "Draft",
    "Exclusion",
    "ExtensionRequest",
    "ImportedRow",
    "Involvement",
    "Letter",
    "Message",
    "ReceiptCode",
    "Reply",
    "Review",
    "SearchText",
    "Service",
    "Track",
]
