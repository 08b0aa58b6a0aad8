"""Every read of this room, limited to what the asker may see."""

from .lists import PlanRow, plans, waiting
from .page import PlanPage, VersionLine, plan_page
from .review import ReviewPage, review_page

__all__ = ["PlanPage", "PlanRow", "ReviewPage", "VersionLine", "plan_page", "plans", "review_page", "waiting"]
