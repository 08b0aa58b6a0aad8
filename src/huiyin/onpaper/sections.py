"""What this room puts on the page of a case: that it was written on paper first."""

from __future__ import annotations

from huiyin.cases import sections
from huiyin.cases.models import Case
from huiyin.organisations.access import Actor

from .queries.sheets import of_concerns


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(_written_on_paper)


def _written_on_paper(actor: Actor, case: Case) -> sections.Section | None:
    """Drawn for who reads the case; the row itself holds no word of it."""
    rows = of_concerns([one.public_id for one in case.concerns.all()])
    if not rows:
        return None
    return sections.Section("on-paper", "onpaper/of_case.html", {"rows": rows}, place="aside", order=80)
