"""Notices of a case that did not get through: on its page, on the day list, and for who settles them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.deliveries import queries, sources
from huiyin.kernel import outbox
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Item, Link

from . import sections
from .models import Case
from .queries.lists import FETCHED
from .sections import DayEntry, Section
from .views.staff_parts import case_url


def put_on_pages() -> None:
    sources.settled_by("case", _settled_here)
    sections.for_staff(_on_case)
    sections.for_day(_on_day)


def _settled_here(actor: Actor, public_ids: Collection[str]) -> Mapping[str, sources.Thing]:
    """Cases that this post reads and works on."""
    rows = Case.objects.filter(public_id__in=public_ids).select_related(*FETCHED)
    cases = rows.prefetch_related("exclusions", "involvements")
    return {
        case.public_id: sources.Thing(case.title or case.public_id, case_url(case.public_id))
        for case in cases
        if may(actor, "read", case) and may(actor, "settle_notice", case)
    }


def _on_case(actor: Actor, case: Case) -> Section | None:
    """Everybody who reads the case sees that the person was not reached; who settles it gets the way there."""
    found = outbox.undelivered([case.reference])
    if not found:
        return None
    context = {"lines": found, "settles": may(actor, "settle_notice", case)}
    return Section("undelivered", "cases/staff/undelivered_card.html", context, order=5)


def _on_day(actor: Actor) -> Iterable[DayEntry]:
    found = queries.given_up(actor)
    if found:
        url = reverse("deliveries:undelivered")
        title = ngettext("A notice was not delivered", "%(count)d notices were not delivered", len(found)) % {
            "count": len(found)
        }
        yield DayEntry("decide", Item(title, url, "", "", (found[0].thing.title,), None, Link(url, _("Settle it"))))
