"""Letters on their way by post: on the page of a case, on the person's own, on the day list, and behind a notice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse

from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may

from . import sections
from .actions.posting_parts import SUBJECT
from .models import Case, Concern
from .presenting import pick
from .queries import postings
from .sections import DayEntry, Section
from .views.staff_posting import item


def put_on_pages() -> None:
    sections.for_staff(_on_case)
    sections.for_public(_on_own_page)
    sections.for_owed(_on_day, (SUBJECT,))
    sections.for_notices(SUBJECT, _pages)


def _on_case(actor: Actor, case: Case) -> Section | None:
    lines = postings.of_case(case)
    if not lines:
        return None
    context = {
        "lines": [(pick(one.posting.letter.title), one.posting) for one in lines],
        "serves": may(actor, "serve", case),
    }
    return Section("postings", "cases/staff/postings_card.html", context, place="aside")


def _on_own_page(concern: Concern) -> Section | None:
    rows = postings.of_concern(concern)
    lines = [(pick(one.letter.title), one) for one in rows]
    return Section("postings", "cases/public/postings_card.html", {"lines": lines}, place="aside") if rows else None


def _on_day(actor: Actor, owed: Sequence[Clock]) -> Iterable[DayEntry]:
    for clock in owed:
        if line := _line(actor, clock.subject_id):
            yield DayEntry("late" if clock.missed_at else "soon", item(line))


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return {one: reverse("cases:posting", args=[one]) for one in public_ids if _line(actor, one)}


def _line(actor: Actor, public_id: str) -> postings.Line | None:
    try:
        return postings.one(actor, public_id)
    except Refused:
        return None
