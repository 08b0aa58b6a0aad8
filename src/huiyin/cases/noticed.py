"""From a notice about a case to its page, for who may open it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from huiyin.organisations.access import Actor, may

from . import sections
from .models import Case
from .queries.lists import FETCHED
from .views.staff_parts import case_url


def lead_to_cases() -> None:
    sections.for_notices("case", _pages)


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    rows = Case.objects.filter(public_id__in=public_ids).select_related(*FETCHED)
    cases = rows.prefetch_related("exclusions", "involvements")
    return {case.public_id: case_url(case.public_id) for case in cases if may(actor, "read", case)}
