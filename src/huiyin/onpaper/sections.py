"""What this room puts on the page of a case (that it was written on paper first), and where a notice about a set leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from huiyin.cases import sections
from huiyin.cases.models import Case
from huiyin.organisations.access import Actor, may

from .queries.sheets import of_concerns


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(_written_on_paper)
    sections.for_notices("morning-set", _pages)


def _written_on_paper(actor: Actor, case: Case) -> sections.Section | None:
    """Drawn for who reads the case; the row itself holds no word of it."""
    rows = of_concerns([one.public_id for one in case.concerns.all()])
    if not rows:
        return None
    return sections.Section("on-paper", "onpaper/of_case.html", {"rows": rows}, place="aside", order=80)


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """The page on which the own sets stand: one press from there opens the paper."""
    return dict.fromkeys(public_ids, reverse("onpaper:today")) if may(actor, "day_paper") else {}
