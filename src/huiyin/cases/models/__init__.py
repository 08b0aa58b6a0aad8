"""What the casework room stores. One file a thing."""

from .assignment import Assignment, ResultReport
from .case import Case, CaseEvent, CaseScope, Exclusion, Track
from .category import Category
from .concern import Concern, Draft, ReceiptCode
from .group import Group, GroupSlip, Member
from .imported import ImportedRow
from .involvement import Involvement
from .posting import Posting
from .reading import CaseRead
from .replies import Consultation, ExtensionRequest, Letter, Message, Reply, Service
from .review import Review
from .searchtext import SearchText
from .ways import ConcernMove, Likeness, LookedThrough, Repeat

__all__ = [
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseRead",
    "CaseScope",
    "Category",
    "Concern",
    "ConcernMove",
    "Consultation",
    "Draft",
    "Exclusion",
    "ExtensionRequest",
    "Group",
    "GroupSlip",
    "ImportedRow",
    "Involvement",
    "Letter",
    "Likeness",
    "LookedThrough",
    "Member",
    "Message",
    "Posting",
    "ReceiptCode",
    "Repeat",
    "Reply",
    "ResultReport",
    "Review",
    "SearchText",
    "Service",
    "Track",
]
