"""Who opened a case, on its page for the head, and by number on the person's own."""

from __future__ import annotations

from huiyin.organisations.access import Actor, may

from . import sections
from .models import Case, Concern
from .queries import reads
from .sections import Section


def put_on_pages() -> None:
    sections.for_staff(_on_case)
    sections.for_public(_on_own_page)


def _on_case(actor: Actor, case: Case) -> Section | None:
    if not may(actor, "see_readers", case):
        return None
    context = {"readers": reads.readers_of(case)}
    return Section("readers", "cases/staff/readers_card.html", context, place="aside", order=95)


def _on_own_page(concern: Concern) -> Section | None:
    found = reads.read_on(concern)
    return Section("readers", "cases/public/readers_card.html", {"days": found}, "aside", 95) if found else None
