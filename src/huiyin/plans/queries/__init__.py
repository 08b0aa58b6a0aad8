"""Every read of this room, limited to what the asker may see."""

from .lists import PlanRow, plans, waiting
from .mark import Checked, MarkPage, MarkRow, checked, mark_page
from .page import PlanPage, VersionLine, plan_page, reads_drafts
from .review import ReviewPage, review_page

__all__ = [
    "Checked", "MarkPage", "MarkRow", "PlanPage", "PlanRow", "ReviewPage", "VersionLine", "checked", "mark_page", "plan_page",
    "plans", "reads_drafts", "review_page", "waiting",
]  # fmt: skip
