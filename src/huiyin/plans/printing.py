"""From a starter plan, or from a plan of an office, to what its sheets are made of. Read only, but for the numbers of the sheets."""

from __future__ import annotations

from huiyin.kernel import time
from huiyin.plans import starters

from .paper import KINDS, PaperPlan, sheets
from .paper.folder import LANGUAGES, Printed

LOG_PAGES = 4


def for_folder(name: str, *, exercise: bool) -> Printed:
    """Every sheet in every language. `name`: of a starter plan, or the id or title of a plan. `BadInput` where there is none."""
    return {language: (plan, sheets(plan, KINDS, log_pages=LOG_PAGES)) for language, plan in _starter(name, exercise)}


def _starter(name: str, exercise: bool) -> list[tuple[str, PaperPlan]]:
    today = time.today("Asia/Shanghai")
    found = []
    for language in LANGUAGES:
        document = starters.load(name, language if language in starters.LANGUAGES else "zh-hans")
        found.append((language, PaperPlan(document, "", name, today, exercise=exercise)))
    return found
